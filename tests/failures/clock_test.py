# SPDX-License-Identifier: Apache-2.0
"""The clock of the machine jumps while the server runs: a year ahead, and two years back."""
import datetime
import glob
import pathlib
import shutil
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import place  # noqa: E402

LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)


class Clock(unittest.TestCase):
    def setUp(self):
        self.assertIsNotNone(LIBRARY, "faketime is not installed; tools/setup does it")
        self.folder = tempfile.mkdtemp(prefix="clientela-failures-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = f"{self.folder}/store"
        token = place.new_store(self.store)
        self.ahead = pathlib.Path(self.folder, "ahead")
        self.jump(0)
        self.server = place.Server(self.store, token, environment={
            "LD_PRELOAD": LIBRARY, "FAKETIME_TIMESTAMP_FILE": str(self.ahead), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1"})
        self.addCleanup(self.server.stop)

    def jump(self, days: int) -> None:
        self.ahead.write_text(f"{days:+d}d\n")

    def add(self, name: str) -> dict:
        status, account = self.server.ask("POST", "/api/v1/accounts", {"name": name})
        self.assertEqual(status, 201, account)
        return account

    def bulk_edit_ends(self, count: int) -> None:
        status, job = self.server.ask("POST", "/api/v1/accounts/bulk", {
            "action": "edit", "expected_count": count, "values": {"employees": count}})
        self.assertEqual(status, 202, job)
        end = time.monotonic() + 60
        while job["state"] in ("waiting", "running"):
            self.assertLess(time.monotonic(), end, job)
            time.sleep(0.1)
            _, job = self.server.ask("GET", f"/api/v1/jobs('{job['id']}')")
        self.assertEqual((job["state"], job["receipt"]["updated"]), ("done", count), job)

    def test_work_goes_on_whatever_the_clock_says(self):
        made = []
        for number, days in enumerate((0, 400, -330, -331, 0)):
            self.jump(days)
            made.append(self.add(f"Cliente {number}"))
            said = datetime.datetime.fromisoformat(made[-1]["created_at"])
            off = said - datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
            self.assertLess(abs(off), datetime.timedelta(minutes=5), "the clock did not jump")
            self.bulk_edit_ends(len(made))
        ids = [account["id"] for account in made]
        self.assertEqual(ids, sorted(set(ids)), "ids rise, however the clock goes")
        seen, after = [], ""
        while True:
            _, page = self.server.ask("GET", f"/api/v1/changes?top=2{after}")
            if not page["value"]:
                break
            seen += [change["id"] for change in page["value"]
                     if change["object"] == "accounts" and change["op"] == "create"]
            after = f"&after={page['next']}"
        self.assertEqual(seen, ids, "the feed tells in the order of saving")
        verified = place.command("verify", store=self.store)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
