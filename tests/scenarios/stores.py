# SPDX-License-Identifier: Apache-2.0
"""Fresh stores for scenarios: a directory for SQLite, a database of a throw-away server for PostgreSQL."""
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time


class Sqlite:
    name = "sqlite"

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="clientela-scenarios-")
        self.count = 0

    def fresh(self) -> str:
        self.count += 1
        return f"{self.folder}/store{self.count}"

    def log_bytes(self) -> int:
        """How much the log of changes takes that are not in the tables yet, of the last store."""
        log = pathlib.Path(f"{self.folder}/store{self.count}/clientela.db-wal")
        return log.stat().st_size if log.exists() else 0

    def stop(self) -> None:
        shutil.rmtree(self.folder)


class Postgres:
    name = "postgres"

    def __init__(self, fsync: bool = False, settings: str = ""):
        """`fsync`: waits for the disk as in earnest, which only tests of what is lost need."""
        self.options = f"-c fsync={'on' if fsync else 'off'} -c max_connections=200 {settings}"
        self.programs = next(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
        self.folder = tempfile.mkdtemp(prefix="clientela-scenarios-")
        self.user = None
        if os.geteuid() == 0:  # initdb refuses root
            self.user = "postgres"
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
        self.data = f"{self.folder}/data"
        self.count = 0
        self.run("initdb", "-D", self.data, "-U", "clientela", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust")
        self.start()

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' {self.options}"
        self.run("pg_ctl", "-D", self.data, "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def kill(self) -> None:
        """Every process of the server at once, as a power cut would; what it wrote is in the system's cache."""
        first = int(pathlib.Path(f"{self.data}/postmaster.pid").read_text().split()[0])
        others = pathlib.Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for process in (first, *map(int, others)):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        while pathlib.Path(f"/proc/{first}").exists():
            time.sleep(0.01)

    def run(self, program: str, *words: str) -> None:
        command = [self.programs / program, *words]
        if self.user:
            command = ["runuser", "-u", self.user, "--", *command]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.folder)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}")

    def fresh(self) -> str:
        self.count += 1
        self.run("createdb", "-h", self.folder, "-U", "clientela", f"scenario{self.count}")
        return f"postgresql:///scenario{self.count}?host={self.folder}&user=clientela"

    def log_bytes(self) -> int:
        """Of the whole server; a file of the log may go while they are counted."""
        total = 0
        for entry in os.scandir(f"{self.data}/pg_wal"):
            try:
                total += entry.stat().st_size
            except FileNotFoundError:
                pass
        return total

    def stop(self) -> None:
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder)
