# SPDX-License-Identifier: Apache-2.0
"""What an administrator meets when the file of the database has gone bad while nobody served it."""
import os
import pathlib
import shutil
import sqlite3
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import place  # noqa: E402

ROWS = 2_000


class Damage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """A store with some thousand rows, stopped; each test works on a copy."""
        cls.whole = tempfile.mkdtemp(prefix="clientela-failures-")
        cls.addClassCleanup(shutil.rmtree, cls.whole)
        cls.token = place.new_store(f"{cls.whole}/store")
        rows = pathlib.Path(cls.whole, "rows.csv")
        rows.write_text("name,description\n" + "".join(f"Cliente {n},Taller de la calle {n}\n" for n in range(ROWS)))
        done = place.command("import", "accounts", str(rows), store=f"{cls.whole}/store")
        assert done.returncode == 0, done.stderr

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="clientela-failures-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = f"{self.folder}/store"
        shutil.copytree(f"{self.whole}/store", self.store)
        self.file = pathlib.Path(self.store, "clientela.db")

    def refusal_of_serve(self) -> str:
        done = place.command("serve", "--listen", "127.0.0.1:0", store=self.store)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        return done.stderr

    def overwrite(self, offset: int, content: bytes) -> None:
        with open(self.file, "r+b") as file:
            file.seek(offset)
            file.write(content)

    def complaint_of_verify(self) -> str:
        done = place.command("verify", store=self.store)
        self.assertNotEqual(done.returncode, 0, done.stdout)
        return done.stdout + done.stderr

    def test_file_that_is_no_database_is_named_and_left_alone(self):
        garbage = b"no es una base " * 300
        self.file.write_bytes(garbage)
        said = self.refusal_of_serve()
        self.assertIn(str(self.file), said)
        self.assertIn("dañad", said)
        self.assertIn("restore", said)
        self.assertIn("dañad", self.complaint_of_verify())
        self.assertEqual(self.file.read_bytes(), garbage)

    def test_broken_header_is_named(self):
        self.overwrite(0, os.urandom(100))
        said = self.refusal_of_serve()
        self.assertIn(str(self.file), said)
        self.assertIn("dañad", said)

    def test_empty_file_does_not_pass_for_an_empty_company(self):
        self.file.write_bytes(b"")
        for said in (self.refusal_of_serve(), self.complaint_of_verify()):
            self.assertIn(str(self.file), said)
            self.assertIn("falta o está vacío", said)
        self.assertEqual(self.file.read_bytes(), b"")

    def test_missing_file_does_not_pass_for_an_empty_company(self):
        self.file.unlink()
        self.assertIn("falta o está vacío", self.refusal_of_serve())
        self.assertFalse(self.file.exists())

    def test_backup_takes_the_place_of_a_lost_file(self):
        backup = f"{self.folder}/good.clientela"
        self.assertEqual(place.command("backup", backup, store=self.store).returncode, 0)
        self.file.unlink()
        done = place.command("restore", backup, "--replace", store=self.store)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(place.command("verify", store=self.store).returncode, 0)

    def test_cut_file_is_called_damaged(self):
        whole = self.file.read_bytes()
        self.file.write_bytes(whole[:len(whole) // 2])
        for said in (self.refusal_of_serve(), self.complaint_of_verify()):
            self.assertIn("dañad", said)
            self.assertNotIn("queda sitio", said)

    def page_of(self, table: str) -> tuple:
        """Where the first page of a table lies, and how long pages are."""
        with sqlite3.connect(f"file:{self.file}?mode=ro&immutable=1", uri=True) as store:
            number, = store.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()
            size, = store.execute("pragma page_size").fetchone()
        return (number - 1) * size, size

    def test_page_that_went_bad_is_told_to_whoever_reads_it_and_found_by_verify(self):
        offset, size = self.page_of("account")
        self.overwrite(offset, os.urandom(size))
        damaged = self.file.read_bytes()
        server = place.Server(self.store, self.token)
        try:
            status, answer = server.ask("GET", "/api/v1/accounts?$top=5")
            self.assertEqual(status, 500, answer)
            self.assertIn("dañada", answer["error"]["message"])
            status, answer = server.ask("POST", "/api/v1/accounts", {"name": "Nuevo"})
            self.assertEqual(status, 500, answer)
            self.assertEqual(server.ask("GET", "/api/v1/contacts")[0], 200, "what is whole can still be read")
        finally:
            server.stop()
        self.complaint_of_verify()
        self.assertEqual(len(damaged), len(self.file.read_bytes()))

    def test_any_page_that_went_bad_is_found_by_verify(self):
        size = self.page_of("account")[1]
        pages = self.file.stat().st_size // size
        whole = self.file.read_bytes()
        for number in range(5, pages, pages // 7):
            self.overwrite(number * size, os.urandom(size))
            self.assertIn("dañad", self.complaint_of_verify(), f"page {number + 1} of {pages}")
            self.file.write_bytes(whole)

    def test_letter_that_changed_on_the_disk_is_found_by_verify(self):
        whole = self.file.read_bytes()
        place_of_text = whole.index(b"Taller de la calle 1234")
        self.overwrite(place_of_text, b"t")
        self.assertIn("«description» no es lo que dice el registro de cambios", self.complaint_of_verify())


if __name__ == "__main__":
    unittest.main()
