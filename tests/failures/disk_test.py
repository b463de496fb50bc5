# SPDX-License-Identifier: Apache-2.0
"""What people meet when the disk is full, cannot be written or has gone bad."""
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import place  # noqa: E402


def fill(path: pathlib.Path) -> None:
    """Until not one page more fits."""
    with open(path, "wb", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                pass


class Disk(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="clientela-failures-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = f"{self.folder}/store"
        self.token = place.new_store(self.store)

    def serve(self, mounts: str, store: str) -> place.Server:
        server = place.Server(store, self.token, mounts)
        self.addCleanup(server.stop)
        return server

    def on_small_disk(self, options: str) -> str:
        """A shell script that puts a copy of the store on a disk of its own at FOLDER/disk."""
        disk = f"{self.folder}/disk"
        os.makedirs(disk)
        return (f"mount -t tmpfs -o size=64m tmpfs '{disk}' && cp -r '{self.store}' '{disk}/store' && "
                f"mount -o remount,{options} '{disk}'")

    def small_store(self) -> str:
        return f"{self.folder}/disk/store"

    def test_full_disk_refuses_what_it_cannot_keep_and_goes_on_afterwards(self):
        if not place.may_mount():
            self.skipTest("no right to mount a small disk")
        server = self.serve(self.on_small_disk("size=24m"), self.small_store())
        filler = server.store.parent / "filler"
        answered = set()
        fill(filler)
        refusals = []
        for number in range(300):
            name = f"Cliente {number}"
            status, document = server.ask("POST", "/api/v1/accounts", {"name": name, "description": "x" * 4000})
            if status == 201:
                answered.add(name)
            else:
                refusals.append((status, document["error"]["message"]))
        self.assertTrue(refusals, "the disk never filled up")
        self.assertEqual({status for status, _ in refusals}, {503})
        self.assertEqual({text for _, text in refusals},
                         {"No queda sitio en el disco del servidor. Pide a tu administrador que libere espacio y "
                          "vuelve a intentarlo."})
        self.assertEqual(server.names(), answered)  # reading goes on
        self.assertNotEqual(server.ask("GET", "/health/live")[0], 500)
        filler.unlink()
        status, _ = server.ask("POST", "/api/v1/accounts", {"name": "Después"})
        self.assertEqual(status, 201)
        self.assertEqual(server.names(), answered | {"Después"})
        verified = place.command("verify", store=server.store)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_read_only_disk_is_told_at_the_start(self):
        if not place.may_mount():
            self.skipTest("no right to mount a small disk")
        with self.assertRaises(AssertionError) as refused:
            self.serve(self.on_small_disk("ro"), self.small_store())
        self.assertIn(self.small_store(), str(refused.exception))
        self.assertIn("de solo lectura", str(refused.exception))

    def test_file_that_is_no_store_is_named_and_left_alone(self):
        for damage, hint in ((b"no es una base " * 300, "dañad"), (b"", None)):
            copy = f"{self.folder}/copy{len(damage)}"
            shutil.copytree(self.store, copy)
            file = pathlib.Path(copy, "clientela.db")
            file.write_bytes(damage)
            done = place.command("verify", store=copy)
            self.assertNotEqual(done.returncode, 0, done.stdout)
            if hint:
                self.assertIn(hint, done.stdout + done.stderr)
                self.assertEqual(file.read_bytes(), damage)

    def test_cut_file_is_called_damaged(self):
        file = pathlib.Path(self.store, "clientela.db")
        whole = file.read_bytes()
        file.write_bytes(whole[:len(whole) // 2])
        done = place.command("verify", store=self.store)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("dañad", done.stdout + done.stderr)
        self.assertNotIn("queda sitio", done.stdout + done.stderr)
