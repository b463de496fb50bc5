# SPDX-License-Identifier: Apache-2.0
"""The store lies where the user who serves may not write. Root may write everywhere, so it serves as somebody else."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import place  # noqa: E402

NOBODY = 65534
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def may_be_nobody() -> bool:
    return subprocess.run([*AS_NOBODY, "true"], capture_output=True, check=False).returncode == 0


@unittest.skipUnless(os.geteuid() == 0 and may_be_nobody(), "only root may serve as somebody else")
class Permission(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="clientela-failures-")
        self.addCleanup(shutil.rmtree, self.folder)
        os.chmod(self.folder, 0o755)
        self.program = shutil.copy(place.PROGRAM, self.folder)  # where it was built nobody else may look, perhaps
        self.store = pathlib.Path(self.folder, "store")

    def run_as_nobody(self, *words) -> subprocess.CompletedProcess:
        return subprocess.run([*AS_NOBODY, self.program, *words, "--store", self.store], capture_output=True, text=True,
                              env=place.SPANISH, timeout=60, check=False)

    def refusal(self) -> str:
        done = self.run_as_nobody("serve", "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("falta permiso", done.stderr)
        self.assertIn(str(self.store), done.stderr)
        return done.stderr

    def give(self, owner: int) -> None:
        for path in (self.store, *self.store.iterdir()):
            os.chown(path, owner, owner)

    def test_new_store_where_nothing_may_be_written(self):
        self.refusal()
        self.assertFalse(self.store.exists())

    def test_store_of_somebody_else(self):
        place.new_store(self.store)
        before = {path.name: path.read_bytes() for path in self.store.iterdir()}
        self.refusal()
        os.chmod(self.store, 0o755)
        self.refusal()
        self.assertEqual({path.name: path.read_bytes() for path in self.store.iterdir()}, before)

    def test_own_store_in_a_directory_that_may_only_be_read(self):
        place.new_store(self.store)
        self.give(NOBODY)
        os.chown(self.store, 0, 0)
        os.chmod(self.store, 0o755)
        self.refusal()

    def test_file_of_somebody_else_in_ones_own_directory(self):
        place.new_store(self.store)
        self.give(NOBODY)
        os.chown(self.store / "clientela.db", 0, 0)
        self.refusal()

    def test_store_given_back_is_served_again_with_all_that_was_in_it(self):
        place.new_store(self.store)
        self.refusal()
        self.give(NOBODY)
        done = self.run_as_nobody("verify")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("ada@example.com", self.run_as_nobody("user", "list").stdout)


if __name__ == "__main__":
    unittest.main()
