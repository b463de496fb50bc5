# SPDX-License-Identifier: Apache-2.0
"""Requests byte by byte: smuggling, slowness, size, forged headers, uploads: ASVS 4.0.3, V5, V11 to V13."""
import gzip
import json
import pathlib
import socket
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from site_under_attack import Site  # noqa: E402

GET = b"GET /health/live HTTP/1.1\r\nhost: a\r\n"
POST = b"POST /auth/login HTTP/1.1\r\nhost: a\r\n"
BEHIND = b"GET /health/ready HTTP/1.1\r\nhost: a\r\n\r\n"  # what must not be answered
CHUNKED = b"transfer-encoding: chunked\r\n"

SMUGGLED = {
    "length and coding": POST + b"content-length: 5\r\n" + CHUNKED + b"\r\n0\r\n\r\n",
    "coding and length": POST + CHUNKED + b"content-length: 5\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"content-length: 0\r\ncontent-length: 44\r\n\r\n",
    "the same length twice": POST + b"content-length: 0\r\ncontent-length: 0\r\n\r\n",
    "a list of lengths": POST + b"content-length: 0, 44\r\n\r\n",
    "a signed length": POST + b"content-length: +0\r\n\r\n",
    "a length in hexadecimal": POST + b"content-length: 0x0\r\n\r\n",
    "a length with a space inside": POST + b"content-length: 0 0\r\n\r\n",
    "a coding with a tab": POST + b"transfer-encoding:\tchunked, identity\r\n\r\n0\r\n\r\n",
    "a coding behind a comma": POST + b"transfer-encoding: ,chunked\r\n\r\n0\r\n\r\n",
    "a coding of another name": POST + b"transfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
    "two codings": POST + CHUNKED + b"transfer-encoding: identity\r\n\r\n0\r\n\r\n",
    "a coding in quotes": POST + b'transfer-encoding: "chunked"\r\n\r\n0\r\n\r\n',
    "a coding behind a control": POST + b"transfer-encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": POST + b"transfer-encoding : chunked\r\n\r\n0\r\n\r\n",
    "a coding in HTTP 1.0": b"POST /auth/login HTTP/1.0\r\nhost: a\r\n" + CHUNKED + b"\r\n0\r\n\r\n",
    "a folded header": GET + b"x: y\r\n transfer-encoding: chunked\r\n\r\n",
    "a folded coding": POST + b"transfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    "bare line feeds": b"GET /health/live HTTP/1.1\nhost: a\n\n",
    "a bare line feed inside": GET + b"x: y\ntransfer-encoding: chunked\r\n\r\n",
    "a bare carriage return": GET + b"x: y\rtransfer-encoding: chunked\r\n\r\n",
    "NUL": GET + b"x: \x00\r\n\r\n",
    "two hosts": GET + b"host: b\r\n\r\n",
    "no host": b"GET /health/live HTTP/1.1\r\n\r\n",
    "a chunk that ends without a line": POST + CHUNKED + b"\r\n1\r\nab\r\n0\r\n\r\n",
    "a chunk of negative size": POST + CHUNKED + b"\r\n-1\r\n\r\n0\r\n\r\n",
    "a chunk size in 0x": POST + CHUNKED + b"\r\n0x1\r\na\r\n0\r\n\r\n",
    "a chunk size that wraps": POST + CHUNKED + b"\r\n10000000000000000\r\na\r\n0\r\n\r\n",
    "a length in a trailer": POST + CHUNKED + b"\r\n2\r\n{}\r\n0\r\ncontent-length: 44\r\n\r\n",
    "a chunk size with a bare line feed": POST + CHUNKED + b"\r\n1\na\r\n0\r\n\r\n",
}


def setUpModule():
    global site
    site = Site("--rate-limit", "0")


def comes_true(condition, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def tearDownModule():
    site.stop()


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def authorized() -> bytes:
    return b"authorization: Bearer " + site.token.encode() + b"\r\n"


def form(*parts: tuple) -> bytes:
    """Parts of (headers, content)."""
    return b"".join(b"--x\r\n" + head + b"\r\n\r\n" + content + b"\r\n" for head, content in parts) + b"--x--\r\n"


class Smuggling(unittest.TestCase):
    def test_v13_1_1_two_readings_of_one_request_are_refused_and_nothing_behind_is_answered(self):
        for why, request in SMUGGLED.items():
            with self.subTest(why):
                answer = site.raw(request + BEHIND)
                self.assertEqual(status_of(answer), 400, answer[:100])
                self.assertEqual(answer.count(b"HTTP/1.1 "), 1, "what stood behind was answered")

    def test_v13_1_1_an_unread_body_is_no_request(self):
        for head in (b"GET /nowhere.js HTTP/1.1\r\nhost: a\r\n", b"POST /nowhere HTTP/1.1\r\nhost: a\r\n",
                     b"POST /api/v1/imports HTTP/1.1\r\nhost: a\r\n"):
            length = f"content-length: {len(BEHIND)}\r\n\r\n".encode()
            answer = site.raw(head + b"connection: close\r\n" + length + BEHIND)
            self.assertEqual(answer.count(b"HTTP/1.1 "), 1, head)
            self.assertNotIn(b'"consumers"', answer, head)

    def test_v13_1_1_honest_chunks_with_extensions_and_trailers_are_one_request(self):
        body = b"\r\n2;name=value\r\n{}\r\n0\r\nx: y\r\n\r\n"
        answer = site.raw(POST + CHUNKED + body + GET + b"connection: close\r\n\r\n")
        self.assertEqual(answer.count(b"HTTP/1.1 "), 2)
        self.assertIn(b'{"status":"ok"}', answer)


class Size(unittest.TestCase):
    def test_v5_1_4_heads_and_addresses_are_bounded(self):
        many = b"".join(b"x-%d: y\r\n" % i for i in range(200))
        for why, request in (("a long header", GET + b"x: " + b"a" * 20_000 + b"\r\n\r\n"),
                             ("a long address", b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nhost: a\r\n\r\n"),
                             ("many headers", GET + many + b"\r\n"),
                             ("an endless header", GET + b"x: " + b"a" * 40_000)):
            self.assertEqual(status_of(site.raw(request)), 431, why)

    def test_v12_1_1_bodies_are_bounded_before_they_are_read(self):
        head = b"POST /api/v1/accounts HTTP/1.1\r\nhost: a\r\n" + authorized()
        self.assertEqual(status_of(site.raw(head + b"content-length: 2000000\r\n\r\n")), 413)
        chunk = b"fffff\r\n" + b" " * 0xFFFFF + b"\r\n"
        self.assertEqual(status_of(site.raw(head + CHUNKED + b"\r\n" + chunk * 2 + b"0\r\n\r\n")), 413)

    def test_v12_1_1_uploads_are_refused_before_they_are_read(self):
        head = b"POST /api/v1/imports HTTP/1.1\r\nhost: a\r\ncontent-type: multipart/form-data; boundary=x\r\n"
        for why, more, status in (("nobody", b"", 401), ("a wrong token", b"authorization: Bearer clt_x\r\n", 401),
                                  ("a foreign page", b"cookie: clientela_session=x\r\n", 403),
                                  ("three gigabytes", authorized(), 413)):
            started = time.monotonic()
            answer = site.raw(head + more + b"content-length: 3000000000\r\n\r\n--x\r\n", 15)
            self.assertEqual(status_of(answer), status, why)
            self.assertEqual(site.uploads(), [], why)
            self.assertLess(time.monotonic() - started, 14, "the server waits for a body that it refused")

    def test_v12_1_1_uploads_leave_nothing_behind(self):
        body = form((b'content-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv',
                     b"name\n" + b"x" * 2_000_000))
        site.ask("POST", "/api/v1/imports/preview", body, {"Content-Type": "multipart/form-data; boundary=x"})
        with site.connect() as line:  # half a body, then gone
            line.sendall(b"POST /api/v1/imports HTTP/1.1\r\nhost: a\r\n" + authorized() +
                         b"content-type: multipart/form-data; boundary=x\r\ncontent-length: 900000\r\n\r\n--x\r\n")
            self.assertTrue(comes_true(site.uploads), "the upload never began")
            self.assertEqual(list(site.spool.iterdir()), [], "a kill would leave what was uploaded so far")
        self.assertTrue(comes_true(lambda: not site.uploads()), "the upload's file is left")

    def test_v12_1_2_nothing_is_unpacked(self):
        bomb = gzip.compress(b" " * 50_000_000)
        for coding in ("gzip", "deflate", "br", "zstd", "compress", "gzip, gzip"):
            answer = site.ask("POST", "/api/v1/accounts", bomb,
                              {"Content-Encoding": coding, "Content-Type": "application/json"})
            self.assertEqual(answer.status, 415, coding)
        file = form((b'content-disposition: form-data; name="file"; filename="a.xlsx"', b"PK\x03\x04" + bomb))
        answer = site.ask("POST", "/api/v1/imports/preview", file, {"Content-Type": "multipart/form-data; boundary=x"})
        self.assertEqual(answer.status, 400)

    def test_v13_2_2_json_is_bounded_in_depth_and_refused_when_broken(self):
        for body in ("[" * 50_000, '{"a":' * 5_000 + "1" + "}" * 5_000, '{"name":1}', '{"name":"a","name":', "nul",
                     '{"name":"\\ud800"}', '{"name":"a"}{}', "\ufeff{}"):
            answer = site.ask("POST", "/api/v1/accounts", body.encode(), {"Content-Type": "application/json"})
            self.assertEqual(answer.status, 400, body[:40])

    def test_v13_4_1_filters_and_batches_are_bounded(self):
        deep = "(" * 500 + "name eq 'a'" + ")" * 500
        wide = " or ".join(["name eq 'a'"] * 400)
        for condition in (deep, wide, "not " * 600 + "active", "contains(" * 200 + "name"):
            target = f"/api/v1/accounts?$filter={condition}".replace(" ", "%20").encode()[:15_000]
            answer = site.raw(b"GET " + target + b" HTTP/1.1\r\nhost: a\r\nconnection: close\r\n" + authorized() +
                              b"\r\n")
            self.assertEqual(status_of(answer), 400, condition[:30])
        requests = [{"id": str(i), "method": "GET", "url": "accounts"} for i in range(5_000)]
        self.assertIn(site.ask("POST", "/api/v1/$batch", {"requests": requests}).status, (400, 413))
        self.assertLessEqual(len(site.ask("GET", "/api/v1/users?$top=100000").text), 1_000_000)


class Slowness(unittest.TestCase):
    def test_v11_1_4_slow_heads_and_bodies_are_cut_off_while_others_are_served(self):
        slow = {"head": GET + b"x: ", "body": POST + b"content-length: 900\r\n\r\n{"}
        ended = {kind: [] for kind in slow}

        def drip(kind: str):
            with site.connect(timeout=60) as line:
                line.sendall(slow[kind])
                started = time.monotonic()
                line.settimeout(0.5)
                while time.monotonic() - started < 60:
                    try:
                        line.sendall(b"a")
                        if not line.recv(4096):
                            break
                    except TimeoutError:
                        continue
                    except OSError:
                        break
                ended[kind].append(time.monotonic() - started)

        threads = [threading.Thread(target=drip, args=(kind,)) for kind in slow for _ in range(20)]
        for thread in threads:
            thread.start()
        served = 0
        while any(thread.is_alive() for thread in threads):
            self.assertEqual(site.ask("GET", "/health/live", token="").status, 200)
            served += 1
            time.sleep(0.1)
        self.assertGreater(served, 50)
        self.assertEqual([len(ended[kind]) for kind in ("head", "body")], [20, 20])
        self.assertLess(max(ended["head"]), 20)
        self.assertLess(max(ended["body"]), 45)


class ForgedHeaders(unittest.TestCase):
    FORGED = "%0d%0ax-injected:%20yes%0d%0a%0d%0aHTTP/1.1%20200%20OK"

    def check(self, answer: bytes, why: str):
        self.assertTrue(answer.startswith(b"HTTP/1.1 "), why)
        head = answer.split(b"\r\n\r\n")[0].lower()
        self.assertNotIn(b"\nx-injected", head, why)
        self.assertNotIn(b"\rx-injected", head, why)

    def test_v5_3_1_line_breaks_in_addresses_forge_no_header(self):
        paths = [path for path in site.ask("GET", "/api/openapi.json", token="").json()["paths"]]
        self.assertGreater(len(paths), 100)
        for path in paths:
            at = path.find("{") if "{" in path else len(path)
            target = path[:at] + "x" + self.FORGED + ("')" if "('" in path[:at] else "")
            for suffix in ("", f"?$select={self.FORGED}&lang={self.FORGED}&after={self.FORGED}"):
                request = f"GET {target}{suffix} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n".encode() + authorized()
                self.check(site.raw(request + b"\r\n"), target)

    def test_v5_3_1_values_that_come_back_in_headers_forge_none(self):
        evil = "a\r\nx-injected: yes"
        for method, path, body in (("PUT", f"/api/v1/accounts(number='a{self.FORGED}')", {"name": evil}),
                                   ("POST", "/api/v1/accounts", {"name": evil, "number": evil}),
                                   ("POST", "/api/v1/views", {"name": evil, "object": "accounts"})):
            data = json.dumps(body).encode()
            answer = site.raw(f"{method} {path} HTTP/1.1\r\nhost: a\r\n"
                              f"prefer: return=representation; x=\"{self.FORGED}\"\r\nconnection: close\r\n"
                              f"content-length: {len(data)}\r\n".encode() + authorized() + b"\r\n" + data)
            self.check(answer, path)

    def test_v12_3_4_names_of_files_are_our_own(self):
        options = json.dumps({"object": "accounts", "mapping": {"name": "name"}}).encode()
        for name in (b'../../evil.csv', b'a%0d%0ax-injected: yes.csv', b'a\\"; filename=evil.html; x=".csv',
                     b"/etc/evil.csv"):
            body = form((b'content-disposition: form-data; name="options"', options),
                        (b'content-disposition: form-data; name="file"; filename="' + name + b'"', b"name\n=1+1\n"))
            answer = site.ask("POST", "/api/v1/imports", body, {"Content-Type": "multipart/form-data; boundary=x"})
            if answer.status != 201:
                self.assertEqual(answer.status, 400, answer.text)
                continue
            self.assertNotIn("/", answer.json()["file_name"])
            failures = site.ask("GET", f"/api/v1/jobs('{answer.json()['id']}')/failures?format=csv")
            self.assertNotIn("x-injected", dict(failures.headers))
            self.assertRegex(failures.header("content-disposition") or 'attachment; filename="failures-x.csv"',
                             r'^attachment; filename="failures-\w+\.csv"$')
        self.assertEqual([path for path in site.folder.rglob("*evil*")], [])


if __name__ == "__main__":
    unittest.main()
