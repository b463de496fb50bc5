# SPDX-License-Identifier: Apache-2.0
"""What people meet when the disk is full or cannot be written."""
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import place  # noqa: E402


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
        place.fill(filler)
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
