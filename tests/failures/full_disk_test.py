# SPDX-License-Identifier: Apache-2.0
"""What becomes of long work when the disk is full: imports, acts on many records and undos wait for room and go on, an
export and a backup say why there is none of them, and nothing is left of what did not fit."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import place  # noqa: E402

ROWS = 3_000
ACT = {"action": "edit", "values": {"description": "Galicia " * 500}, "expected_count": ROWS}
WAITED = 25  # seconds: longer than the twenty tries after which a job gives up on what it cannot do


@unittest.skipUnless(place.may_mount(), "no right to mount a small disk")
class FullDisk(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="clientela-failures-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = f"{self.folder}/store"
        self.disk = f"{self.folder}/disk"
        os.makedirs(self.disk)
        self.token = place.new_store(self.store)

    def serve(self, megabytes: int, environment=None) -> place.Server:
        """On a copy of the store on a small disk, which is at `self.small` from outside."""
        mounts = (f"mount -t tmpfs -o size={megabytes}m tmpfs '{self.disk}' && "
                  f"cp -r '{self.store}' '{self.disk}/store'")
        server = place.Server(f"{self.disk}/store", self.token, mounts, environment)
        self.addCleanup(server.stop)
        self.small = server.store.parent
        return server

    def imported(self, description: int) -> None:
        """Found by the search, and in the database file: nothing of it takes room later."""
        server = place.Server(self.store, self.token)
        try:
            # A letter first: what begins with a number would be found by it.
            status, job = server.upload((f"Cliente {n}", "x" + os.urandom(description // 2).hex()) for n in range(ROWS))
            self.assertEqual((status, server.end_of(job["id"])["state"]), (201, "done"), job)
            end = time.monotonic() + 60
            while (found := server.ask("GET", f"/api/v1/accounts/$count?$search={ROWS - 1}")[1]) != 1:
                self.assertLess(time.monotonic(), end, f"the search finds {found}")
                time.sleep(0.1)
        finally:
            server.stop()

    def begun_import(self, server, description: int) -> str:
        status, job = server.upload((f"Cliente {n}", "x" * description) for n in range(ROWS))
        self.assertEqual(status, 201, job)
        end = time.monotonic() + 60
        while server.job(job["id"])["done"] == 0:
            self.assertLess(time.monotonic(), end, "the import did not begin")
            time.sleep(0.02)
        return job["id"]

    def import_waits_and_goes_on(self, leave: int) -> None:
        server = self.serve(96)
        job = self.begun_import(server, 4000)
        place.fill(self.small / "filler", leave)
        time.sleep(3)
        stands = server.job(job)
        self.assertEqual(stands["state"], "running", stands)
        self.assertLess(stands["done"], ROWS, "it ended before the disk was full")
        time.sleep(WAITED)
        self.assertEqual(server.job(job)["state"], "running", server.job(job))
        self.assertEqual(server.ask("GET", "/api/v1/accounts?$top=5")[0], 200)
        (self.small / "filler").unlink()
        ended = server.end_of(job)
        self.assertEqual(ended["state"], "done", ended)
        self.assertEqual((ended["receipt"]["rows"], ended["receipt"]["created"]), (ROWS, ROWS), ended)
        self.assertEqual(server.ask("GET", "/api/v1/accounts/$count")[1], ROWS)
        verified = place.command("verify", store=server.store)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_import_waits_for_room_and_goes_on_by_itself(self):
        self.import_waits_and_goes_on(0)

    def test_import_waits_also_where_there_is_room_for_less_than_its_next_rows(self):
        self.import_waits_and_goes_on(400_000)

    def waits_and_goes_on(self, server, path: str, body=None) -> dict:
        """A job that changes each row, for which there is too little room until there is enough."""
        place.fill(self.small / "filler", 3_000_000)
        status, job = server.ask("POST", path, body)
        self.assertEqual(status, 202, job)
        end = time.monotonic() + 120
        while f"job {job['id']} waits until the store can be written" not in server.said():
            self.assertLess(time.monotonic(), end, server.job(job["id"]))
            time.sleep(0.1)
        time.sleep(WAITED)
        stands = server.job(job["id"])
        self.assertEqual(stands["state"], "running", stands)
        self.assertLess(stands["done"], ROWS, "it ended before the disk was full")
        self.assertEqual(server.ask("GET", "/api/v1/accounts?$top=5")[0], 200)
        (self.small / "filler").unlink()
        ended = server.end_of(job["id"])
        self.assertEqual((ended["state"], ended["done"]), ("done", ROWS), ended)
        counts = {name: count for name, count in ended["receipt"].items() if count}
        self.assertEqual(counts, {"rows": ROWS, "updated": ROWS}, "each row once, and none of them left out")
        self.assertEqual(server.ask("GET", f"/api/v1/jobs('{job['id']}')/failures")[1]["value"], [])
        return ended

    def descriptions(self, server) -> dict:
        """Of as many rows as a page holds."""
        status, page = server.ask("GET", "/api/v1/accounts?$select=name,description&$orderby=name&$top=200")
        self.assertEqual((status, len(page["value"])), (200, 200))
        return {row["name"]: row["description"] for row in page["value"]}

    def count(self, server, condition: str) -> int:
        return server.ask("GET", f"/api/v1/accounts/$count?$filter={condition.replace(' ', '%20')}")[1]

    def test_act_on_many_records_waits_for_room_and_goes_on_by_itself(self):
        self.imported(100)
        server = self.serve(96)
        self.waits_and_goes_on(server, "/api/v1/accounts/bulk", ACT)
        self.assertEqual(self.count(server, "startswith(description,'Galicia') and version eq 2"), ROWS)
        place.content(server.store)

    def test_undo_waits_for_room_and_goes_on_by_itself(self):
        self.imported(100)
        with_room = place.Server(self.store, self.token)
        try:
            before = self.descriptions(with_room)
            status, act = with_room.ask("POST", "/api/v1/accounts/bulk", ACT)
            self.assertEqual((status, with_room.end_of(act["id"])["state"]), (202, "done"), act)
        finally:
            with_room.stop()
        server = self.serve(128)
        undone = self.waits_and_goes_on(server, f"/api/v1/jobs('{act['id']}')/undo")
        self.assertEqual(self.count(server, "startswith(description,'Galicia')"), 0)
        self.assertEqual(self.count(server, "version eq 3"), ROWS)
        self.assertEqual(self.descriptions(server), before)
        self.assertEqual(server.job(act["id"])["undone_by"], undone["id"])
        place.content(server.store)

    def test_upload_that_finds_no_room_says_so(self):
        uploads = f"{self.folder}/disk"
        mounts = f"mount -t tmpfs -o size=1m tmpfs '{uploads}'"
        server = place.Server(self.store, self.token, mounts, {"TMPDIR": uploads})
        self.addCleanup(server.stop)
        status, refused = server.upload((f"Cliente {n}", "x" * 900) for n in range(ROWS))
        self.assertEqual(status, 507, refused)
        self.assertIn("no queda sitio", refused["error"]["message"])
        self.assertEqual(server.ask("GET", "/api/v1/accounts/$count")[1], 0)
        self.assertEqual(server.upload([("Pequeño", "cabe")])[0], 201)

    def test_file_to_import_that_does_not_fit_beside_the_store_leaves_nothing(self):
        server = self.serve(24)
        place.fill(self.small / "filler", 1_000_000)
        status, refused = server.upload((f"Cliente {n}", "x" * 900) for n in range(ROWS))
        self.assertEqual(status, 503, refused)
        self.assertIn("No queda sitio", refused["error"]["message"])
        self.assertEqual(list((server.store / "jobs").glob("*")), [])
        (self.small / "filler").unlink()
        status, job = server.upload([("Después", "cabe")])
        self.assertEqual((status, server.end_of(job["id"])["state"]), (201, "done"), job)

    def test_export_that_does_not_fit_ends_and_says_why_and_leaves_nothing(self):
        self.imported(1000)
        server = self.serve(64)
        place.fill(self.small / "filler", 1_000_000)
        status, job = server.ask("POST", "/api/v1/exports", {"object": "accounts", "format": "csv"})
        self.assertEqual(status, 202, job)
        end = time.monotonic() + 30
        while server.job(job["id"])["state"] in ("waiting", "running") and time.monotonic() < end:
            time.sleep(0.1)
        ended = server.job(job["id"])
        self.assertEqual(ended["state"], "failed", ended)
        self.assertIn("sitio en el disco", ended["error"]["message"])
        self.assertEqual(list((server.store / "jobs").glob(f"{job['id']}*")), [])
        status, said = server.ask("POST", "/api/v1/accounts", {"name": "Otro"})
        self.assertEqual(status, 201, f"its room is free again: {said}\n{server.said()}")

    def backup_on(self, megabytes: int, before: str = "true") -> tuple:
        """What a backup to a small disk said, and what then lay on it."""
        script = (f"mount -t tmpfs -o size={megabytes}m tmpfs '{self.disk}'; {before}; "
                  f"'{place.PROGRAM}' backup '{self.disk}/copia' --store '{self.store}' || echo exit $?; "
                  f"ls -A '{self.disk}'; cat '{self.disk}/copia' 2>/dev/null | head -c 20")
        done = subprocess.run(place.in_own_mounts(script), env=place.SPANISH, capture_output=True, text=True,
                              timeout=60, check=False)
        return done.stderr, done.stdout

    def test_backup_that_does_not_fit_says_why_and_leaves_no_file(self):
        self.imported(800)
        said, left = self.backup_on(1)
        self.assertEqual(left.split("\n"), ["exit 1", ""])
        self.assertIn("copia: no queda sitio en el disco", said)
        said, left = self.backup_on(1, f"echo la de ayer > '{self.disk}/copia'")
        self.assertEqual(left.split("\n"), ["exit 1", "copia", "la de ayer", ""], "what was there stays")
        self.assertIn("copia: no queda sitio en el disco", said)


if __name__ == "__main__":
    unittest.main()
