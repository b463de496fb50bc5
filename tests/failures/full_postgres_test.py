# SPDX-License-Identifier: Apache-2.0
"""The disk of PostgreSQL is full: what cannot be kept is refused in words that help, nothing that was answered is
lost, and when there is room everything goes on."""
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import place  # noqa: E402

FULL = ("No queda sitio en el disco del servidor. Pide a tu administrador que libere espacio y vuelve a "
        "intentarlo.")
KNOWN_REFUSALS = (FULL, "El almacén de datos no responde en este momento. Vuelve a intentarlo dentro de unos segundos.")


class SmallCluster:
    """PostgreSQL on a disk of its own, which only it and who follows it through /proc can see."""

    def __init__(self, megabytes: int):
        self.programs = next(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
        self.folder = tempfile.mkdtemp(prefix="clientela-failures-")
        user = pwd.getpwnam("postgres")
        os.chown(self.folder, user.pw_uid, user.pw_gid)
        disk = f"{self.folder}/disk"
        os.makedirs(disk)
        self.holder = subprocess.Popen(place.in_own_mounts(
            f"mount -t tmpfs -o size={megabytes}m,mode=0700,uid={user.pw_uid} tmpfs '{disk}'; exec sleep 3600"))
        self.data = f"{disk}/data"
        self.disk = pathlib.Path(f"/proc/{self.holder.pid}/root{disk}")
        end = time.monotonic() + 10
        while not os.path.ismount(self.disk) and time.monotonic() < end:
            time.sleep(0.05)
        self.run("initdb", "-D", self.data, "-U", "clientela", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust",
                 "--wal-segsize=1")
        self.start()
        self.run("createdb", "-h", self.folder, "-U", "clientela", "crm")
        self.location = f"postgresql:///crm?host={self.folder}&user=clientela"

    def start(self) -> None:
        options = (f"-k {self.folder} -c listen_addresses='' -c fsync=off -c min_wal_size=2MB -c max_wal_size=8MB "
                   "-c shared_buffers=16MB -c max_connections=120")
        self.run("pg_ctl", "-D", self.data, "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def is_running(self) -> bool:
        return self.try_to_run("pg_ctl", "-D", self.data, "status").returncode == 0

    def try_to_run(self, program: str, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["nsenter", "-t", str(self.holder.pid), "-m", "--", "setpriv", "--reuid=postgres", "--regid=postgres",
             "--clear-groups", self.programs / program, *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/", check=False)

    def run(self, program: str, *words: str) -> None:
        done = self.try_to_run(program, *words)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}")

    def stop(self) -> None:
        self.try_to_run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        self.holder.kill()
        self.holder.wait()
        shutil.rmtree(self.folder)


@unittest.skipUnless(os.geteuid() == 0 and place.may_mount(), "only root may give PostgreSQL a small disk of its own")
class FullPostgres(unittest.TestCase):
    def setUp(self):
        self.cluster = SmallCluster(96)
        self.addCleanup(self.cluster.stop)
        self.server = place.Server(self.cluster.location, place.new_store(self.cluster.location))
        self.addCleanup(self.server.stop)

    def save_until_full(self, number_of: int) -> tuple:
        """Names that were answered, and refusals: (name, status, message)."""
        answered, refused = [], []
        for number in range(number_of):
            name = f"Cliente {number}"
            status, document = self.server.ask("POST", "/api/v1/accounts", {"name": name, "description": "x" * 4000})
            if status == 201:
                answered.append(name)
            else:
                refused.append((name, status, document["error"]["message"]))
            if len(refused) == 50:
                break
        return answered, refused

    def test_refuses_what_it_cannot_keep_and_goes_on_when_there_is_room(self):
        status, job = self.server.upload((f"Fila {n}", "x" * 2000) for n in range(3000))
        self.assertEqual(status, 201, job)
        place.fill(self.cluster.disk / "filler", 2_000_000)
        answered, refused = self.save_until_full(3000)
        self.assertTrue(refused, "the disk never filled up")
        self.assertEqual({status for _, status, _ in refused}, {503}, refused[:5])
        texts = {text for _, _, text in refused}
        self.assertIn(FULL, texts)
        unsure = {name for name, _, text in refused if text not in KNOWN_REFUSALS}
        self.assertTrue(all("puede estar hecho o no" in text for text in texts - set(KNOWN_REFUSALS)), texts)
        (self.cluster.disk / "filler").unlink()
        if not self.cluster.is_running():  # it stops when there is no room for its log either
            self.cluster.start()
        place.wait_for(f"{self.server.address}/health/ready", 60)
        self.assertEqual(self.server.ask("POST", "/api/v1/accounts", {"name": "Cliente después"})[0], 201)
        there = self.all_names("Cliente ")
        self.assertLessEqual(set(answered), there)
        self.assertLessEqual(there - set(answered), unsure | {"Cliente después"})
        ended = self.server.end_of(job["id"])
        self.assertEqual((ended["state"], ended["receipt"]["rows"], ended["receipt"]["created"]),
                         ("done", 3000, 3000), ended)
        self.assertEqual(len(self.all_names("Fila ")), 3000)
        verified = place.command("verify", store=self.cluster.location)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def all_names(self, beginning: str) -> set:
        names, path = set(), f"/api/v1/accounts?$select=name&$filter=startswith(name,'{beginning}')"
        path = path.replace(" ", "%20")
        while path:
            status, page = self.server.ask("GET", path)
            self.assertEqual(status, 200, page)
            names |= {row["name"] for row in page["value"]}
            following = page.get("@odata.nextLink", "")
            path = "/api/v1/" + following.rpartition("/api/v1/")[2] if following else ""
        return names


if __name__ == "__main__":
    unittest.main()
