# SPDX-License-Identifier: Apache-2.0
"""The clock of the machine jumps while the server runs, ahead and back: what the guide says of it (When something
fails, "The machine's clock jumps"), on both kinds of store. The clock of PostgreSQL, another machine it may be, stays
right."""
import datetime
import pathlib
import shutil
import sys
import tempfile
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent),
                str(pathlib.Path(__file__).resolve().parent.parent / "scenarios")]

import place  # noqa: E402
import stores  # noqa: E402

ENOUGH = 5  # seconds for what a server does at its start


class Jumping:
    """A server on a fresh store, `self.store`, and its clock."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="clientela-failures-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = self.fresh()
        self.token = place.new_store(self.store)
        self.clock = place.Clock(pathlib.Path(self.folder, "clock"))
        self.server = self.serve()

    def serve(self) -> place.Server:
        server = place.Server(self.store, self.token, environment={
            **self.clock.environment, "CLIENTELA_FILES": f"{self.folder}/files"})
        self.addCleanup(server.stop)
        return server

    def serve_again(self) -> None:
        """What is done once an hour, in five minutes, in thirty seconds, is also done at the start."""
        self.server.process.terminate()
        self.assertEqual(self.server.process.wait(60), 0)
        self.server = self.serve()

    def comes_true(self, condition, seconds: float = 60) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            time.sleep(0.2)
        return False

    def add(self, name: str, headers=None) -> dict:
        status, account = self.server.ask("POST", "/api/v1/accounts", {"name": name}, headers)
        self.assertEqual(status, 201, account)
        return account

    def bulk_edit_ends(self, count: int) -> None:
        status, job = self.server.ask("POST", "/api/v1/accounts/bulk", {
            "action": "edit", "expected_count": count, "values": {"employees": count}})
        self.assertEqual(status, 202, job)
        job = self.server.end_of(job["id"])
        self.assertEqual((job["state"], job["receipt"]["updated"]), ("done", count), job)

    def test_work_goes_on_whatever_the_clock_says(self):
        made = []
        for number, days in enumerate((0, 400, -330, -331, 0)):
            self.clock.jump(days=days)
            made.append(self.add(f"Cliente {number}"))
            said = datetime.datetime.fromisoformat(made[-1]["created_at"])
            self.assertLess(abs(said - self.clock.now()), datetime.timedelta(minutes=5), "the clock did not jump")
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
        place.content(self.store)

    def test_sessions_end_while_it_is_ahead_and_not_while_it_is_behind(self):
        rosa = place.add_person("Rosa", "sales_manager", self.store)
        session = self.server.session(rosa)
        is_in = lambda: self.server.visit("GET", "/auth/me", session=session)[0] == 200  # noqa: E731
        for off in ({"days": -400}, {"hours": -13}, {}, {"hours": 11}):
            self.clock.jump(**off)
            self.assertTrue(is_in(), off)
            self.assertEqual(self.server.visit("GET", "/api/v1/accounts", session=session)[0], 200)
        self.clock.jump(days=2)
        self.assertFalse(is_in())
        self.assertEqual(self.server.ask("GET", "/auth/me")[0], 200, "the token of a program does not end")
        self.clock.jump()
        session = self.server.session(rosa)
        self.assertTrue(is_in(), "no restart is needed")

    def test_delegations_end_while_it_is_ahead(self):
        rosa, pablo = (place.add_person(name, "sales_representative", self.store) for name in ("Rosa", "Pablo"))
        ids = {row["email"]: row["id"] for row in self.server.ask("GET", "/api/v1/users")[1]["value"]}
        account = self.add("Acme")
        status, deal = self.server.ask("POST", "/api/v1/opportunities", {
            "name": "Fibra", "account_id": account["id"], "owner_id": ids[rosa]})
        self.assertEqual(status, 201, deal)
        today = self.clock.now().date()
        status, lent = self.server.ask("POST", "/api/v1/delegations", {
            "owner_id": ids[rosa], "delegate_id": ids[pablo], "level": "read",
            "starts_on": str(today - datetime.timedelta(days=100)),
            "ends_on": str(today + datetime.timedelta(days=10))})
        self.assertEqual(status, 201, lent)
        token = place.TOKEN.search(place.command("token", "add", pablo, "--name", "test", store=self.store).stdout)[0]
        sees = lambda: [row["name"] for row in self.server.ask(  # noqa: E731
            "GET", "/api/v1/opportunities", headers={"Authorization": f"Bearer {token}"})[1]["value"]]
        for days, seen in ((0, ["Fibra"]), (30, []), (-30, ["Fibra"]), (30, []), (0, ["Fibra"])):
            self.clock.jump(days=days)
            self.assertTrue(self.comes_true(lambda: sees() == seen), f"{days} days off: {sees()}")

    def test_files_of_exports_end_while_it_is_ahead(self):
        self.add("Acme")
        status, job = self.server.ask("POST", "/api/v1/exports", {"object": "accounts", "format": "json"})
        self.assertEqual(status, 202, job)
        self.assertEqual(self.server.end_of(job["id"])["state"], "done")
        file = f"/api/v1/jobs('{job['id']}')/file"
        self.clock.jump(hours=-20)
        self.serve_again()
        time.sleep(ENOUGH)
        self.assertEqual(self.server.ask("GET", file)[0], 200, "while it is behind, they do not")
        self.clock.jump(hours=20)
        self.serve_again()
        self.assertTrue(self.comes_true(lambda: self.server.ask("GET", file)[0] == 404))
        self.assertIn("ya no está", self.server.ask("GET", file)[1]["error"]["message"])
        self.assertEqual([path for path in pathlib.Path(self.folder, "files").glob("*") if path.is_file()], [])

    def test_idempotency_keys_live_seven_days_of_the_clock(self):
        key = {"Idempotency-Key": "only once"}
        first = self.add("Acme", key)["id"]
        for days in (-400, 6, 0):
            self.clock.jump(days=days)
            self.assertEqual(self.add("Acme", key)["id"], first)
            self.serve_again()
            time.sleep(ENOUGH)
            self.assertEqual(self.add("Acme", key)["id"], first, f"{days} days off")
        self.clock.jump(days=8)
        self.serve_again()
        self.assertTrue(self.comes_true(lambda: self.add("Acme", key)["id"] != first))

    def wait_of_locked(self, email: str) -> int:
        """Seconds."""
        status, headers = self.server.sign_in(email)
        self.assertEqual(status, 429)
        return int(headers["Retry-After"])

    def test_lock_after_wrong_passwords_lasts_longer_while_it_is_behind_and_opens_while_it_is_ahead(self):
        rosa = place.add_person("Rosa", "sales_manager", self.store)
        for _ in range(5):
            self.assertEqual(self.server.sign_in(rosa, "a wrong password")[0], 401)
        hour = 3600
        self.clock.jump(hours=-20)
        self.assertAlmostEqual(self.wait_of_locked(rosa), 20 * hour, delta=hour)
        self.clock.jump(hours=-10)
        self.assertAlmostEqual(self.wait_of_locked(rosa), 10 * hour, delta=hour)
        self.clock.jump(hours=1)
        self.assertEqual(self.server.sign_in(rosa)[0], 200)
        self.clock.jump()
        self.assertEqual(self.server.sign_in(rosa)[0], 200, "what was forgiven is forgotten")

    def falls_due(self, subject: str) -> None:
        """A task, two looks at what has fallen due, and its hour between them."""
        ada = self.server.ask("GET", "/api/v1/users?$select=id")[1]["value"][0]["id"]
        time.sleep(ENOUGH)
        due = self.clock.now() + datetime.timedelta(seconds=2)
        status, task = self.server.ask("POST", "/api/v1/activities", {
            "kind": "task", "subject": subject, "owner_id": ada, "due_at": due.isoformat()[:19] + "Z"})
        self.assertEqual(status, 201, task)
        time.sleep(3)
        self.serve_again()

    def reminders(self) -> dict:
        """How often each line was told, by what it says: the newest of what it stands for."""
        status, page = self.server.ask("GET", "/api/v1/notifications?$filter=kind%20eq%20'task_due'")
        self.assertEqual(status, 200, page)
        return {notice["title"]: notice["count"] for notice in page["value"]}

    def reminders_up_to(self, newest: str) -> int:
        self.assertTrue(self.comes_true(lambda: newest in self.reminders()), f"{newest} was not told")
        return sum(self.reminders().values())

    def test_reminders_come_once_though_their_hour_comes_twice(self):
        self.falls_due("Llamar")
        self.assertEqual(self.reminders_up_to("Llamar"), 1)
        self.clock.jump(hours=-3)
        self.serve_again()
        time.sleep(ENOUGH)
        self.clock.jump()
        self.serve_again()
        self.falls_due("Escribir")
        self.assertEqual(self.reminders_up_to("Escribir"), 2, "one of each task")

    def test_reminders_go_by_the_clock_of_the_machine_while_it_is_behind_and_come_once(self):
        self.falls_due("Llamar")
        self.assertEqual(self.reminders_up_to("Llamar"), 1)
        self.clock.jump(hours=-3)
        self.serve_again()
        self.falls_due("Escribir")
        self.assertEqual(self.reminders_up_to("Escribir"), 2)
        self.clock.jump()
        self.serve_again()
        self.falls_due("Visitar")
        self.assertEqual(self.reminders_up_to("Visitar"), 3, "one of each task")


class ClockOnSqlite(Jumping, unittest.TestCase):
    def fresh(self) -> str:
        return f"{self.folder}/store"


class ClockOnPostgres(Jumping, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = stores.Postgres()
        cls.addClassCleanup(cls.cluster.stop)

    def fresh(self) -> str:
        return self.cluster.fresh()


if __name__ == "__main__":
    unittest.main()
