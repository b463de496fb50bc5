# SPDX-License-Identifier: Apache-2.0
"""What people meet when the disk is full or cannot be written."""
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


def may_break() -> bool:
    """Whether there may be a real file system, in a file, which the kernel lets go bad when it is told to."""
    if os.geteuid() != 0 or not shutil.which("mkfs.ext4") or not shutil.which("chattr"):
        return False
    script = ("truncate -s 8M \"$0\"; mkfs.ext4 -q -F \"$0\"; mount -o loop \"$0\" /mnt; "
              "touch /mnt/file; chattr +i /mnt/file; chattr -i /mnt/file; "
              "device=$(awk '$2 == \"/mnt\" {print $1}' /proc/mounts); "
              "test -w \"/sys/fs/ext4/${device##*/}/trigger_fs_error\"")
    with tempfile.NamedTemporaryFile() as image:
        done = subprocess.run([*place.in_own_mounts(script), image.name], capture_output=True, check=False)
    return done.returncode == 0


class OnOwnDisk(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="clientela-failures-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = f"{self.folder}/store"
        self.token = place.new_store(self.store)

    def serve(self, mounts: str, store: str, environment=None) -> place.Server:
        server = place.Server(store, self.token, mounts, environment)
        self.addCleanup(server.stop)
        return server


class Disk(OnOwnDisk):
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


@unittest.skipUnless(may_break(), "no right to mount a disk that may go bad")
class BreakingDisk(OnOwnDisk):
    """Nothing can be remounted read-only while a server writes to it, but the kernel does just that to a file system in
    which it has found an error."""

    def setUp(self):
        super().setUp()
        self.image, self.disk = f"{self.folder}/image", f"{self.folder}/disk"
        os.makedirs(self.disk)
        self.clock = place.Clock(pathlib.Path(self.folder, "clock"))
        place.add_person("Rosa", "sales_manager", self.store)
        self.server = self.serve(f"truncate -s 96M '{self.image}'; mkfs.ext4 -q -F '{self.image}'; "
                                 f"mount -o loop,errors=remount-ro '{self.image}' '{self.disk}'; "
                                 f"cp -r '{self.store}' '{self.disk}/store'; sync -f '{self.disk}'",
                                 f"{self.disk}/store", self.clock.environment)
        self.answered, self.tried = set(), 0

    def turn_read_only(self) -> None:
        mounts = pathlib.Path(f"/proc/{self.server.process.pid}/mounts").read_text().splitlines()
        device = next(line.split()[0] for line in mounts if line.split()[1] == self.disk)
        pathlib.Path("/sys/fs/ext4", pathlib.Path(device).name, "trigger_fs_error").write_text("worn out")
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                (self.server.store / "probe").write_text("")
            except OSError:
                return
            time.sleep(0.05)
        self.fail("the disk did not turn read-only")

    def save(self, count: int) -> list:
        """What was refused, as (status, message)."""
        refused = []
        for _ in range(count):
            name = f"Cliente {self.tried}"
            self.tried += 1
            status, document = self.server.ask("POST", "/api/v1/accounts", {"name": name})
            if status == 201:
                self.answered.add(name)
            else:
                refused.append((status, document["error"]["message"]))
        return refused

    def test_disk_that_turns_read_only_is_still_read_and_backed_up_to_another(self):
        rosa = self.server.session("rosa@example.com")
        self.assertEqual(self.save(30), [])
        self.turn_read_only()
        self.clock.jump(minutes=10)  # whoever comes back after a rest, their last use is written down
        self.assertEqual({status for status, _ in self.save(10)}, {503})
        self.assertEqual(len(self.answered), 30)
        self.assertEqual(self.server.names(), self.answered)
        self.assertEqual(self.server.visit("GET", "/api/v1/accounts", session=rosa)[0], 200)
        self.assertEqual(self.server.ask("GET", "/health/live")[0], 200)
        backup = f"{self.folder}/copia"
        saved = place.command("backup", backup, store=self.server.store)
        self.assertEqual(saved.returncode, 0, saved.stdout + saved.stderr)
        before = place.content(self.server.store)
        self.server.process.terminate()
        self.assertEqual(self.server.process.wait(60), 0)

        restored = place.command("restore", backup, store=f"{self.folder}/otro")
        self.assertEqual(restored.returncode, 0, restored.stdout + restored.stderr)
        self.assertEqual(place.content(f"{self.folder}/otro"), before)
        self.server = self.serve(f"e2fsck -fy '{self.image}' || test $? -le 2; mount -o loop '{self.image}' "
                                 f"'{self.disk}'", f"{self.disk}/store")
        self.assertEqual(self.server.names(), self.answered)
        self.assertEqual(place.content(self.server.store), before, "what was refused has changed nothing")
        self.assertEqual(self.save(1), [])

    def test_what_a_read_only_disk_refuses_is_told_as_the_fault_of_the_disk(self):
        self.assertEqual(self.save(3), [])
        self.turn_read_only()
        refused = self.save(3)
        self.assertEqual([status for status, _ in refused], [503] * 3)
        for _, message in refused:
            self.assertIn("disco", message)
            self.assertNotIn("La conexión se perdió", message, "nothing happened to any connection")
        self.assertIn("No se ha guardado", refused[-1][1])

    def lock_files(self, sign: str) -> None:
        """Their bytes stand ("+i") or may change again ("-i")."""
        files = [self.server.store / name for name in ("clientela.db", "clientela.db-wal")]
        subprocess.run(["chattr", sign, *files], check=True, capture_output=True)

    def test_disk_that_takes_writes_again_is_written_without_a_restart(self):
        self.assertEqual(self.save(30), [])
        self.lock_files("+i")
        try:
            refused = self.save(10)
            self.assertEqual([status for status, _ in refused], [503] * 10)
            self.assertIn("No se ha guardado", refused[0][1])
            self.assertEqual(self.server.names(), self.answered)
        finally:
            self.lock_files("-i")
        self.assertEqual(self.save(30), [])
        self.assertEqual(len(self.answered), 60)
        self.assertEqual(self.server.names(), self.answered)
        place.content(self.server.store)


if __name__ == "__main__":
    unittest.main()
