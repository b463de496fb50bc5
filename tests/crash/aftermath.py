# SPDX-License-Identifier: Apache-2.0
"""What must be true after the last kill."""
import collections
import json
import subprocess
import time

from killed_server import PROGRAM, Refused
from lots import ROWS


def wait_for_jobs(server) -> None:
    end = time.monotonic() + 300
    while server.insist("GET", "jobs?active=true")["value"]:
        if time.monotonic() > end:
            raise Refused("jobs did not come to their end")
        time.sleep(0.2)


def all_pages(server, path: str):
    while path:
        page = server.insist("GET", path)
        yield from page["value"]
        path = page.get("@odata.nextLink", "").rpartition("/api/v1/")[2]


def all_jobs(server):
    after = ""
    while after is not None:
        page = server.insist("GET", f"jobs?top=200&after={after}")
        yield from page["value"]
        after = page["next"]


class Aftermath:
    def __init__(self, server, store, ledger):
        self.server = server
        self.store = store
        self.ledger = ledger
        self.problems = []

    def look(self) -> list:
        wait_for_jobs(self.server)
        self.accounts = list(all_pages(self.server, "accounts?$select=id,name,employees,description"))
        self.singles()
        self.lots()
        self.jobs()
        self.fields()
        self.backups()
        return self.problems

    def expect(self, holds: bool, what: str) -> None:
        if not holds:
            self.problems.append(what)

    def singles(self) -> None:
        names = collections.Counter(account["name"] for account in self.accounts)
        by_id = {account["id"]: account for account in self.accounts}
        for id, name in self.ledger.accounts.items():
            self.expect(id in by_id and by_id[id]["name"] == name, f"{name} was answered and is lost")
        singles = [name for name in names if name.startswith("single ")]
        self.expect(len(singles) == len(self.ledger.accounts), f"{len(singles)} accounts of "
                    f"{len(self.ledger.accounts)} that were answered")
        for name in singles:
            self.expect(names[name] == 1, f"{name} is there {names[name]} times")
        for id, number in self.ledger.employees.items():
            self.expect(id in by_id and by_id[id]["employees"] == number, f"{id}: a change that was answered is lost")

    def lots(self) -> None:
        """Every row once and with the value of the last act that stands, or none at all."""
        found = collections.defaultdict(list)
        for account in self.accounts:
            if account["name"].startswith("lot "):
                name, _, row = account["name"].rpartition(" ")
                found[name + " "].append((int(row), account["description"]))
        known = {lot.name for lot in self.ledger.lots}
        self.expect(set(found) <= known, f"lots that nobody made: {set(found) - known}")
        for lot in self.ledger.lots:
            self.problems += lot.problems
            expected = [(row, lot.value) for row in range(ROWS)] if lot.value else []
            rows = sorted(found[lot.name], key=str)
            self.expect(rows == sorted(expected, key=str),
                        f"{lot.name}has {len(rows)} rows, {collections.Counter(value for _, value in rows)}, "
                        f"instead of {len(expected)} with {lot.value}")

    def jobs(self) -> None:
        for job in all_jobs(self.server):
            receipt = job["receipt"]
            parts = sum(receipt[part] for part in ("created", "updated", "unchanged", "skipped", "failed"))
            self.expect(receipt["rows"] == parts, f"the receipt of job {job['id']} does not add up")
            self.expect(job["state"] == "done",
                        f"job {job['id']} ({job['kind']}) is {job['state']}: {job.get('error')}")

    def fields(self) -> None:
        objects = self.server.insist("GET", "definitions")["objects"]
        labels = collections.Counter((one["name"], str(field["label"]["en"]))
                                     for one in objects for field in one["fields"])
        for field in self.ledger.fields:
            self.expect(labels[field] == 1, f"field {field} is there {labels[field]} times")

    def backups(self) -> None:
        """The last one that was answered, each that has its name without having been answered, and one of now."""
        hashes = dict(list(self.ledger.backups.items())[-1:])
        hashes.update({file: None for file in self.ledger.unanswered_backups[-9:] if file.exists()})
        now = self.ledger.folder / "last.clientela"
        hashes[now] = json.loads(self.server.command("--json", "backup", str(now)))["content_hash"]
        verified = json.loads(self.server.command("--json", "verify"))
        self.expect(verified["content_hash"] == hashes[now], "the backup has other contents than the store")
        for file, content in hashes.items():
            self.restore(file, content)

    def restore(self, file, content) -> None:
        restored = self.store.fresh()
        said = []
        for command in (["restore", str(file)], ["verify"]):
            done = subprocess.run([PROGRAM, "--json", "--store", restored, *command], capture_output=True, text=True)
            self.expect(done.returncode == 0, f"{command[0]} of {file.name}: {done.stdout}{done.stderr}")
            if done.returncode:
                return
            said.append(json.loads(done.stdout)["content_hash"])
        self.expect(said[0] == said[1] and content in (None, said[0]),
                    f"{file.name}: restored as {said[0]}, verified as {said[1]}, saved as {content}")
