# SPDX-License-Identifier: Apache-2.0
"""What an administrator meets who restores a backup over a store: whom it may not push away, what comes back when it
fails, and what is kept of what stood there before."""
import fcntl
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent),
                str(pathlib.Path(__file__).resolve().parent.parent / "scenarios")]

import place  # noqa: E402
import stores  # noqa: E402

ROWS = 2_000
DAMAGED = "no se ha restaurado. Prueba con otra copia."


class Prepared(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """A store, its backup, and what was saved in it later; each test works on a copy."""
        cls.whole = pathlib.Path(tempfile.mkdtemp(prefix="clientela-failures-"))
        cls.addClassCleanup(shutil.rmtree, cls.whole)
        store = cls.whole / "store"
        cls.token = place.new_store(store)
        place.add_person("Rosa", "sales_manager", store)
        cls.bring(store, [f"Cliente {n}" for n in range(ROWS)])
        cls.good = cls.whole / "lunes.clientela"
        done = place.command("backup", cls.good, store=store)
        assert done.returncode == 0, done.stderr
        cls.saved = place.content(store)
        cls.lines = gzip.decompress(cls.good.read_bytes()).splitlines(keepends=True)
        cls.long = gzip.compress(b"".join(cls.lines), 0)  # of which a restore does not read all at once
        cls.bring(store, ["Después"])
        cls.later = place.content(store)
        assert cls.later != cls.saved

    @classmethod
    def bring(cls, store, names) -> None:
        rows = cls.whole / "rows.csv"
        rows.write_text("name,description\n" + "".join(f"{name},Taller de {name}\n" for name in names))
        done = place.command("import", "accounts", rows, store=store)
        assert done.returncode == 0, done.stderr

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="clientela-failures-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = self.folder / "store"
        shutil.copytree(self.whole / "store", self.store)

    def restore(self, file, *options) -> subprocess.CompletedProcess:
        return place.command("restore", file, *options, store=self.store)

    def refusal(self, file, *options) -> str:
        done = self.restore(file, *options)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        return done.stderr

    def file_of(self, content: bytes) -> pathlib.Path:
        file = self.folder / "other.clientela"
        file.write_bytes(content)
        return file


class Restore(Prepared):
    def set_aside(self) -> list:
        return sorted(self.folder.glob("store.before-restore-*"))

    def serve(self) -> place.Server:
        server = place.Server(self.store, self.token)
        self.addCleanup(server.stop)
        return server

    def nothing_has_changed(self) -> None:
        self.assertEqual(self.set_aside(), [])
        self.assertEqual(place.content(self.store), self.later)
        self.bring(self.store, ["Y sigue"])  # and it can be worked with

    # Whom it may not push away.

    def test_store_of_a_server_at_work_is_not_replaced(self):
        server = self.serve()
        for options in ((), ("--replace",)):
            self.assertEqual(self.refusal(self.good, *options),
                             "clientela: Un servidor usa este almacén. Páralo antes de restaurar.\n")
            self.assertEqual(server.ask("POST", "/api/v1/accounts", {"name": f"Sigue {options}"})[0], 201)
        self.assertEqual(self.set_aside(), [])
        self.assertEqual(server.ask("GET", "/api/v1/accounts/$count")[1], ROWS + 3)
        server.process.terminate()
        self.assertEqual(server.process.wait(60), 0)
        self.assertEqual(self.restore(self.good, "--replace").returncode, 0)

    def test_store_in_which_a_command_works_is_not_replaced(self):
        with open(self.store / "store.lock", "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertIn("Otro proceso tiene abierta la carpeta de datos", self.refusal(self.good, "--replace"))
        self.nothing_has_changed()

    def test_server_that_was_killed_is_in_nobodys_way(self):
        server = self.serve()
        server.process.kill()
        server.process.wait(60)
        self.assertTrue((self.store / "clientela.sock").exists(), "it left its socket behind")
        done = self.restore(self.good, "--replace")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(place.content(self.store), self.saved)

    # Files that are no good.

    def heading(self, **changed) -> bytes:
        return gzip.compress(json.dumps({**json.loads(self.lines[0]), **changed}).encode() + b"\n"
                             + b"".join(self.lines[1:]))

    def test_file_that_cannot_be_restored_moves_nothing(self):
        no_backup = "El archivo no es una copia de seguridad de Clientela."
        newer = "El archivo lo escribió una versión más nueva de Clientela."
        before = self.store.stat()
        for content, why in ((b"nombre,calle\nAcme,Mayor\n" * 50, no_backup), (b"", no_backup),
                             (gzip.compress(b'{"otra": "cosa"}\n'), no_backup), (os.urandom(5000), no_backup),
                             (self.good.read_bytes()[:20], no_backup),
                             (self.heading(clientela_backup=999), newer), (self.heading(program="987.6.5"), newer)):
            with self.subTest(why=why, begins=content[:12]):
                self.assertIn(why, self.refusal(self.file_of(content), "--replace"))
        self.assertIn("no existe", self.refusal(self.folder / "nada.clientela", "--replace"))
        after = self.store.stat()
        self.assertEqual((after.st_ino, after.st_mtime_ns), (before.st_ino, before.st_mtime_ns))
        self.nothing_has_changed()

    def test_store_comes_back_when_the_file_proves_damaged(self):
        whole = self.good.read_bytes()
        middle = len(whole) * 3 // 4
        row = next(n for n, line in enumerate(self.lines) if b'"Cliente 7"' in line)
        other = [*self.lines[:row], self.lines[row].replace(b'"Cliente 7"', b'"Cliente X"'), *self.lines[row + 1:]]
        before = self.store.stat().st_ino
        turned = whole[:middle] + bytes([whole[middle] ^ 0xff]) + whole[middle + 1:]
        for content in (whole[:middle], whole[:-1000], turned,
                        gzip.compress(b"".join(other)), gzip.compress(b"".join(self.lines[:-1])),
                        gzip.compress(b"".join([*self.lines[:row], *self.lines[row + 1:]]))):
            with self.subTest(bytes=len(content)):
                self.assertIn(DAMAGED, self.refusal(self.file_of(content), "--replace"))
                self.assertEqual(self.set_aside(), [])
                self.assertEqual(self.store.stat().st_ino, before, "it is the one that stood there")
        self.nothing_has_changed()

    @unittest.skipUnless(place.may_mount(), "no right to mount a small disk")
    def test_store_comes_back_when_there_is_no_room_for_the_new_one(self):
        disk = self.folder / "disk"
        disk.mkdir()
        done = subprocess.run(place.in_own_mounts(
            f"mount -t tmpfs -o size=64m tmpfs '{disk}'; cp -r '{self.store}' '{disk}/store'; "
            f"used=$(df --output=used -k '{disk}' | tail -n 1); mount -o remount,size=$((used + 200))k '{disk}'; "
            f"'{place.PROGRAM}' restore '{self.good}' --replace --store '{disk}/store' || echo exit $?; ls '{disk}'; "
            f"mount -o remount,size=64m '{disk}'; '{place.PROGRAM}' verify --json --store '{disk}/store'"),
            env=place.SPANISH, capture_output=True, text=True, timeout=120, check=False)
        self.assertIn("No queda sitio en el disco", done.stderr)
        end, left, verified = done.stdout.splitlines()
        self.assertEqual((end, left), ("exit 1", "store"))
        self.assertEqual(json.loads(verified)["content_hash"], self.later)

    # What becomes of the one that stood there.

    def test_good_file_takes_the_place_and_what_stood_there_is_set_aside(self):
        server = self.serve()
        session = server.session("rosa@example.com")
        self.assertEqual(server.visit("GET", "/auth/me", session=session)[0], 200)
        server.process.terminate()
        self.assertEqual(server.process.wait(60), 0)
        self.assertIn("El almacén no está vacío", self.refusal(self.good))
        done = self.restore(self.good, "--replace")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"huella {self.saved}", done.stdout)
        aside, = self.set_aside()
        self.assertRegex(aside.name, r"^store\.before-restore-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$")
        self.assertEqual((place.content(self.store), place.content(aside)), (self.saved, self.later))
        again = self.serve()
        self.assertEqual(again.ask("GET", "/api/v1/accounts/$count")[1], ROWS)
        self.assertEqual(again.ask("GET", "/api/v1/accounts/$count?$search=taller")[1], ROWS, "the index is made anew")
        self.assertEqual(again.visit("GET", "/auth/me", session=session)[0], 401, "everybody signs in anew")
        self.assertEqual(again.sign_in("rosa@example.com")[0], 200)

    def test_two_restores_keep_both_stores_that_stood_there(self):
        self.assertEqual(self.restore(self.good, "--replace").returncode, 0)
        self.bring(self.store, ["Entre las dos"])
        between = place.content(self.store)
        time.sleep(1.1)  # their names say the second
        self.assertEqual(self.restore(self.good, "--replace").returncode, 0)
        self.assertEqual([place.content(aside) for aside in self.set_aside()], [self.later, between])
        self.assertEqual(place.content(self.store), self.saved)

    def held_restore(self) -> tuple:
        """A restore that has set the store aside and waits for its file: the process, and where to write the file."""
        file = self.folder / "slow.clientela"
        os.mkfifo(file)
        command = f"exec '{place.PROGRAM}' restore '{file}' --replace --store '{self.store}'"
        process = subprocess.Popen(place.in_own_mounts(command), env=place.SPANISH, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        try:
            with open(file, "wb") as first:  # what it is, is looked at before
                first.write(self.long)
        except BrokenPipeError:
            pass  # it has seen enough
        end = time.monotonic() + 60
        while not self.set_aside():
            self.assertLess(time.monotonic(), end, "the store was not set aside")
            time.sleep(0.05)
        return process, open(file, "wb", buffering=0)

    @unittest.skipUnless(place.may_mount(), "no right to put something in the way")
    def test_store_that_cannot_be_put_back_is_named_and_whole(self):
        process, file = self.held_restore()
        with file:
            obstacle = self.store / "obstacle"
            obstacle.mkdir()
            subprocess.run(["nsenter", "-t", str(process.pid), "-m", "mount", "-t", "tmpfs", "tmpfs", obstacle],
                           check=True)
            file.write(self.long[:-1000])
        said, complaint = process.communicate(timeout=60)
        self.assertEqual((process.returncode, said), (1, ""), complaint)
        aside, = self.set_aside()
        self.assertIn(f"El almacén que estaba en {self.store} no se pudo devolver a su sitio: ", complaint)
        self.assertIn(f"Está entero en {aside}; devuélvelo a mano.", complaint)
        self.assertIn(DAMAGED, complaint, "why it had to be put back")
        shutil.rmtree(self.store)
        aside.rename(self.store)
        self.nothing_has_changed()

    @unittest.skipUnless(place.may_mount(), "no right to mount")
    def test_store_that_cannot_be_set_aside_is_moved_by_hand_as_the_guide_says(self):
        aside = self.folder / "apartado"
        restore = f"'{place.PROGRAM}' restore '{self.good}' --store '{self.store}'"
        done = subprocess.run(place.in_own_mounts(
            f"mount --bind '{self.store}' '{self.store}'; {restore} --replace || echo exit $?; "
            f"'{place.PROGRAM}' verify --json --store '{self.store}' | head -c 45; echo; "
            f"mkdir '{aside}'; mv '{self.store}'/* '{aside}'; {restore}"),
            env=place.SPANISH, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"No se pudo apartar {self.store}: otro programa lo está usando.", done.stderr)
        refused, verified, restored = done.stdout.splitlines()
        self.assertEqual(refused, "exit 1")
        self.assertIn(self.later, verified)
        self.assertIn(self.saved, restored)
        self.assertEqual((place.content(self.store), place.content(aside)), (self.saved, self.later))

    @unittest.skipUnless(place.may_mount(), "no right to mount")
    def test_restore_that_was_killed_is_repeated_and_the_old_store_is_still_there(self):
        process, file = self.held_restore()
        with file:
            file.write(self.long[:-1000])
            end = time.monotonic() + 60
            while not self.has_tables():
                self.assertLess(time.monotonic(), end, "the restore did not begin")
                time.sleep(0.05)
            process.kill()
            process.wait(60)
        for words in (("serve", "--listen", "127.0.0.1:0"), ("verify",), ("user", "list")):
            done = place.command(*words, store=self.store)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("quedó a medio restaurar", done.stderr)
        self.assertIn("quedó a medio restaurar", self.refusal(self.good))
        time.sleep(1.1)  # names of stores that stood there say the second
        done = self.restore(self.good, "--replace")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(place.content(self.store), self.saved)
        old, half = self.set_aside()
        self.assertEqual(place.content(old), self.later)
        self.assertIn("quedó a medio restaurar", place.command("verify", store=half).stderr)

    def has_tables(self) -> bool:
        log = self.store / "clientela.db-wal"
        return log.exists() and b"restore.unfinished" in log.read_bytes()


class RestoreIntoPostgres(Prepared):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cluster = stores.Postgres()
        cls.addClassCleanup(cls.cluster.stop)

    def setUp(self):
        super().setUp()
        self.store = self.cluster.fresh()

    def test_database_is_not_replaced(self):
        self.assertEqual(self.restore(self.good).returncode, 0)
        self.bring(self.store, ["Después"])
        later = place.content(self.store)
        self.assertIn("--replace solo vale para un almacén SQLite. En PostgreSQL crea una base de datos vacía y "
                      "restaura en ella.", self.refusal(self.good, "--replace"))
        self.assertIn("El almacén no está vacío", self.refusal(self.good))
        self.assertEqual(place.content(self.store), later)

    def test_half_restored_database_is_dropped_and_restored_as_the_guide_says(self):
        self.assertIn(DAMAGED, self.refusal(self.file_of(self.good.read_bytes()[:-1000])))
        for words in (("serve", "--listen", "127.0.0.1:0"), ("user", "list")):
            done = place.command(*words, store=self.store)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("quedó a medio restaurar", done.stderr)
        self.assertIn("quedó a medio restaurar", self.refusal(self.good))
        name = self.store.removeprefix("postgresql:///").partition("?")[0]
        for program in ("dropdb", "createdb"):
            self.cluster.run(program, "-h", self.cluster.folder, "-U", "clientela", name)
        done = self.restore(self.good)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(place.content(self.store), self.saved)


if __name__ == "__main__":
    unittest.main()
