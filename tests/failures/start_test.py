# SPDX-License-Identifier: Apache-2.0
"""Why a server does not start is told in words that help."""
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import place  # noqa: E402


def make_certificate(folder: str, name: str) -> tuple:
    certificate, key = f"{folder}/{name}.pem", f"{folder}/{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                    f"/CN={name}", "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


class Start(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="clientela-failures-")
        self.addCleanup(shutil.rmtree, self.folder)

    def refused(self, *words, store=None) -> str:
        done = place.command("serve", *words, store=store or f"{self.folder}/store")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertNotIn("Address already", done.stderr)
        self.assertNotIn("No such file", done.stderr)
        return done.stderr

    def test_busy_port(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            place_taken = f"127.0.0.1:{other.getsockname()[1]}"
            said = self.refused("--listen", place_taken)
        self.assertIn(place_taken, said)
        self.assertIn("Elige otro puerto", said)

    def test_missing_certificate(self):
        said = self.refused("--listen", "127.0.0.1:0", "--tls-cert", f"{self.folder}/no.pem", "--tls-key", "no.key")
        self.assertIn("no.pem", said)

    def test_certificate_that_is_none(self):
        pathlib.Path(self.folder, "bad.pem").write_text("no es un certificado")
        said = self.refused("--listen", "127.0.0.1:0", "--tls-cert", f"{self.folder}/bad.pem",
                            "--tls-key", f"{self.folder}/bad.pem")
        self.assertIn("bad.pem", said)
        self.assertIn("PEM", said)

    def test_key_of_another_certificate(self):
        certificate, _ = make_certificate(self.folder, "uno")
        _, key = make_certificate(self.folder, "otro")
        said = self.refused("--listen", "127.0.0.1:0", "--tls-cert", certificate, "--tls-key", key)
        self.assertIn("otro.key", said)

    def test_store_that_another_server_uses(self):
        token = place.new_store(f"{self.folder}/store")
        server = place.Server(f"{self.folder}/store", token)
        self.addCleanup(server.stop)
        self.assertIn("Otro proceso", self.refused("--listen", "127.0.0.1:0"))
        self.assertEqual(server.ask("POST", "/api/v1/accounts", {"name": "Sigue"})[0], 201)

    def test_database_server_that_is_not_there(self):
        said = self.refused("--listen", "127.0.0.1:0", store="postgresql://nadie@127.0.0.1:1/nada")
        self.assertIn("PostgreSQL", said)
        self.assertIn("Comprueba que está en marcha", said)
