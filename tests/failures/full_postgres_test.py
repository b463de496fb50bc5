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
UNSURE = "puede estar hecho o no"
REFUSALS_WITHOUT_A_STORE = (FULL, "El almacén de datos no responde en este momento.",
                            "No se puede conectar con PostgreSQL")


class SmallCluster:
    """PostgreSQL with a small disk for its data or for its log ("wal"), which only it and who follows it through
    /proc can see; the other stands where there is room. On one disk chance would decide which of them fills it first,
    and PostgreSQL does not treat them alike: it refuses the statement that finds no room for data, and stops when
    there is none for its log."""

    def __init__(self, what_is_small: str, megabytes: int):
        self.programs = next(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
        self.folder = tempfile.mkdtemp(prefix="clientela-failures-")
        user = pwd.getpwnam("postgres")
        os.chown(self.folder, user.pw_uid, user.pw_gid)
        disk = f"{self.folder}/disk"
        os.makedirs(disk)
        self.holder = subprocess.Popen(place.in_own_mounts(
            f"mount -t tmpfs -o size={megabytes}m,mode=0700,uid={user.pw_uid} tmpfs '{disk}'; exec sleep 3600"))
        self.data, log = (f"{disk if name == what_is_small else self.folder}/{name}" for name in ("data", "wal"))
        self.disk = pathlib.Path(f"/proc/{self.holder.pid}/root{disk}")
        end = time.monotonic() + 10
        while not os.path.ismount(self.disk) and time.monotonic() < end:
            time.sleep(0.05)
        self.run("initdb", "-D", self.data, "-X", log, "-U", "clientela", "-E", "UTF8", "--locale=C.UTF-8", "-A",
                 "trust", "--wal-segsize=1")
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
    def begin(self, what_is_small: str, megabytes: int) -> dict:
        """The job of an import that is under way when the disk fills."""
        self.cluster = SmallCluster(what_is_small, megabytes)
        self.addCleanup(self.cluster.stop)
        self.server = place.Server(self.cluster.location, place.new_store(self.cluster.location))
        self.addCleanup(self.server.stop)
        status, job = self.server.upload((f"Fila {n}", "x" * 2000) for n in range(3000))
        self.assertEqual(status, 201, job)
        place.fill(self.cluster.disk / "filler", 2_000_000)
        return job

    def save_until_full(self, refusals: int) -> tuple:
        """Names that were answered, and what was refused: (name, message)."""
        answered, refused = [], []
        for number in range(3000):
            name = f"Cliente {number}"
            status, document = self.server.ask("POST", "/api/v1/accounts", {"name": name, "description": "x" * 4000})
            if status == 201:
                answered.append(name)
                continue
            self.assertEqual(status, 503, document)
            refused.append((name, document["error"]["message"]))
            if len(refused) == refusals:
                return answered, refused
        return self.fail("the disk never filled up")

    def nothing_is_lost(self, job: dict, answered: list, unsure: set) -> None:
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

    def test_refuses_what_it_cannot_keep_and_goes_on_when_there_is_room(self):
        job = self.begin("data", 96)
        answered, refused = self.save_until_full(50)
        self.assertEqual({text for _, text in refused}, {FULL})
        (self.cluster.disk / "filler").unlink()
        self.nothing_is_lost(job, answered, set())

    def test_goes_on_after_postgres_stopped_without_room_for_its_log(self):
        job = self.begin("wal", 32)
        answered, refused = self.save_until_full(3)
        unsure = {name for name, text in refused if UNSURE in text}
        for name, text in refused:
            self.assertTrue(name in unsure or any(words in text for words in REFUSALS_WITHOUT_A_STORE), text)
        (self.cluster.disk / "filler").unlink()
        if not self.cluster.is_running():
            self.cluster.start()
        self.nothing_is_lost(job, answered, unsure)

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
