# SPDX-License-Identifier: Apache-2.0
"""What people meet when a standard stream of a command breaks: half a file must not pass for a whole one."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import place  # noqa: E402

ROW = "Cliente {},{}\n"


class Streams(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="clientela-failures-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = f"{self.folder}/store"
        place.new_store(self.store)

    def accounts(self) -> int:
        done = place.command("export", "accounts", "--format", "csv", "--select", "name", store=self.store)
        self.assertEqual(done.returncode, 0, done.stderr)
        return len(done.stdout.splitlines()) - 1

    def run_program(self, *words, environment=None, **streams) -> subprocess.CompletedProcess:
        return subprocess.run([place.PROGRAM, *words, "--store", self.store], text=True, stderr=subprocess.PIPE,
                              env={**place.SPANISH, **(environment or {})}, timeout=60, check=False, **streams)

    def test_input_that_cannot_be_read_is_told(self):
        folder = os.open(self.folder, os.O_RDONLY)
        self.addCleanup(os.close, folder)
        done = self.run_program("import", "accounts", "-", stdin=folder, stdout=subprocess.PIPE)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("entrada", done.stderr)
        self.assertIn("es una carpeta", done.stderr)
        self.assertEqual(self.accounts(), 0)

    def test_input_that_finds_no_room_is_told_and_nothing_of_it_is_imported(self):
        if not place.may_mount():
            self.skipTest("no right to mount a small disk")
        rows = pathlib.Path(self.folder, "rows.csv")
        rows.write_text("name,description\n" + "".join(ROW.format(n, "x" * 900) for n in range(3000)))
        disk = f"{self.folder}/disk"
        os.makedirs(disk)
        script = (f"mount -t tmpfs -o size=1m tmpfs '{disk}'; export TMPDIR='{disk}'; "
                  f"'{place.PROGRAM}' import accounts - --store '{self.store}' < '{rows}'")
        done = subprocess.run(place.in_own_mounts(script), env=place.SPANISH, capture_output=True, text=True,
                              timeout=60, check=False)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("no queda sitio", done.stderr)
        self.assertEqual(self.accounts(), 0)

    def test_output_that_cannot_be_written_is_told(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = self.run_program("export", "accounts", "--format", "csv", stdout=full)
        self.assertEqual(done.returncode, 1)
        self.assertIn("salida", done.stderr)

    def test_a_password_passes_through_no_file_that_a_kill_would_leave_behind(self):
        nowhere = {"TMPDIR": f"{self.folder}/nowhere"}
        done = self.run_program("user", "add", "eva@example.com", "--name", "Eva", "--role", "read_only",
                                "--password-stdin", environment=nowhere, input="una clave bastante larga\n")
        self.assertEqual(done.returncode, 0, done.stderr)
