# SPDX-License-Identifier: Apache-2.0
"""What an administrator does to a server at work: stop it, renew its certificate, watch it, put a backup in the place
of a damaged store."""
import json
import pathlib
import shutil
import signal
import socket
import ssl
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent),
                str(pathlib.Path(__file__).resolve().parent.parent / "scenarios")]

import place  # noqa: E402
import stores  # noqa: E402
from start_test import make_certificate  # noqa: E402


def comes_true(condition, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


class Operation(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="clientela-failures-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = f"{self.folder}/store"

    def serve(self, *options, store=None) -> place.Server:
        self.token = place.new_store(store or self.store)
        server = place.Server(store or self.store, self.token, options=options)
        self.addCleanup(server.stop)
        return server

    def test_stopping_under_writes_loses_none_that_was_answered(self):
        server = self.serve()
        answered = []

        def write(writer: int) -> None:
            for number in range(100_000):
                name = f"{writer}-{number}"
                try:
                    status, _ = server.ask("POST", "/api/v1/accounts", {"name": name})
                except OSError:
                    return  # it has gone
                if status == 201:
                    answered.append(name)

        writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for writer in writers:
            writer.start()
        self.assertTrue(comes_true(lambda: len(answered) > 50))
        server.process.send_signal(signal.SIGTERM)
        self.assertEqual(server.process.wait(60), 0)
        for writer in writers:
            writer.join()
        again = place.Server(self.store, self.token)
        self.addCleanup(again.stop)
        status, count = again.ask("GET", "/api/v1/accounts/$count")
        self.assertEqual((status, count >= len(answered)), (200, True))
        for name in answered[-20:]:
            found = again.ask("GET", f"/api/v1/accounts?$filter=name%20eq%20'{name}'")[1]["value"]
            self.assertEqual(len(found), 1, name)

    def test_a_renewed_certificate_is_taken_without_a_stop(self):
        certificate, key = make_certificate(self.folder, "localhost")
        listen = f"127.0.0.1:{place.free_port()}"
        token = place.new_store(self.store)
        server = place.Server(self.store, token, options=("--tls-cert", certificate, "--tls-key", key), listen=listen)
        self.addCleanup(server.stop)

        def shown() -> bytes:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            host, port = listen.split(":")
            with socket.create_connection((host, int(port)), 10) as plain, context.wrap_socket(plain) as line:
                return line.getpeercert(binary_form=True)

        first = shown()
        renewed = make_certificate(tempfile.mkdtemp(dir=self.folder), "localhost")
        for new, old in zip(renewed, (certificate, key)):
            shutil.move(new, old)
        self.assertEqual(shown(), first, "nobody has asked for it yet")
        server.process.send_signal(signal.SIGHUP)
        self.assertTrue(comes_true(lambda: shown() != first))
        second = shown()
        pathlib.Path(certificate).write_text("no es un certificado")
        server.process.send_signal(signal.SIGHUP)
        self.assertTrue(comes_true(lambda: "certificate not read" in server.said()), server.said())
        self.assertEqual(shown(), second, "a bad one changes nothing")

    def test_not_ready_while_the_database_is_away(self):
        cluster = stores.Postgres()
        self.addCleanup(cluster.stop)
        server = self.serve(store=cluster.fresh())
        self.assertEqual(status_of(f"{server.address}/health/ready"), 200)
        cluster.kill()
        self.assertTrue(comes_true(lambda: status_of(f"{server.address}/health/ready") == 503, 60))
        self.assertEqual(status_of(f"{server.address}/health/live"), 200)
        cluster.start()
        self.assertTrue(comes_true(lambda: status_of(f"{server.address}/health/ready") == 200, 60))

    def test_an_error_is_found_in_the_log_by_the_code_that_the_person_sees(self):
        access_log = f"{self.folder}/access.log"
        server = self.serve("--access-log", access_log, "--log-format", "json")
        status, document = server.ask("GET", "/api/v1/accounts('0000000000001')?$select=name")
        self.assertEqual(status, 404)
        server.stop()
        lines = [json.loads(line) for line in pathlib.Path(access_log).read_text().splitlines()]
        line = next(line for line in lines if line["trace"] == document["trace_id"])
        self.assertEqual((line["status"], line["method"]), (404, "GET"))
        self.assertTrue(line["path"].endswith("?$select"), "the values of the query are not kept")

    def test_a_backup_takes_the_place_of_a_damaged_store(self):
        server = self.serve()
        self.assertEqual(server.ask("POST", "/api/v1/accounts", {"name": "Antes"})[0], 201)
        backup = f"{self.folder}/good.clientela"
        self.assertEqual(place.command("backup", backup, store=self.store).returncode, 0)
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(60)
        file = pathlib.Path(self.store, "clientela.db")
        whole = file.read_bytes()
        damaged = whole[:len(whole) // 2]
        file.write_bytes(damaged)
        self.assertNotEqual(place.command("restore", backup, store=self.store).returncode, 0, "only when it is said")
        self.assertEqual(file.read_bytes(), damaged)
        done = place.command("restore", backup, "--replace", store=self.store)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(place.command("verify", store=self.store).returncode, 0)
        done = place.command("export", "accounts", "--out", f"{self.folder}/a.csv", store=self.store)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("Antes", pathlib.Path(f"{self.folder}/a.csv").read_text())
        aside = [path for path in pathlib.Path(self.folder).rglob("clientela.db") if path.read_bytes() == damaged]
        self.assertEqual(len(aside), 1, "what there was is put aside, not away")


if __name__ == "__main__":
    unittest.main()
