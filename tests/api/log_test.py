# SPDX-License-Identifier: Apache-2.0
"""What a collector of logs reads from a server that writes JSON: nothing else comes between, and a request that failed
is found by the code that the person was shown."""
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from serving import ask, form, served  # noqa: E402

OPTIONS = ("--log-format", "json", "--access-log", "-")
MESSAGE = {"t", "level", "message"}
REQUEST = {"t", "method", "path", "status", "ms", "bytes", "peer", "trace"}


class Log(unittest.TestCase):
    """One server, whose folder for uploads is gone: the one failure of its own that needs no luck."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory(prefix="clientela-log-") as folder, open(f"{folder}/log", "w+b") as log:
            with served(*OPTIONS, environment={"TMPDIR": f"{folder}/gone"}, log=log) as (host, token):
                api = f"{host}/api/v1"
                upload = form({"object": "accounts"}, "clientes.csv", "name\nUno\n")
                cls.answers = [
                    ask(token, "POST", f"{api}/accounts", {"name": "Aceros «del Norte»"}),
                    ask(token, "GET", f"{api}/accounts('0000000000001')"),
                    ask(token, "GET", f"{api}/nothing/\"of\\it\""),
                    ask(token, "POST", f"{api}/accounts", {}),
                    ask(token, "GET", f"{api}/accounts?$filter=name%20is%20Uno"),
                    ask("clt_nobody", "GET", f"{api}/accounts"),
                    ask(token, "POST", f"{api}/imports", *upload),
                ]
            log.seek(0)
            cls.lines = log.read().splitlines()
        cls.failed = [(status, answer["trace_id"]) for status, answer in cls.answers if status >= 400]

    def entries(self, kind: set) -> list:
        return [entry for entry in map(json.loads, self.lines) if kind <= entry.keys()]

    def test_the_requests_end_as_they_should(self):
        self.assertEqual([status for status, _ in self.answers], [201, 404, 404, 400, 400, 401, 500])

    def test_every_line_is_an_object_and_says_when_and_what(self):
        for line in self.lines:
            with self.subTest(line):
                entry = json.loads(line.decode())
                self.assertTrue(MESSAGE <= entry.keys() or REQUEST == entry.keys())
                self.assertRegex(entry["t"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual(len(self.lines), len(self.entries(MESSAGE)) + len(self.entries(REQUEST)))

    def test_a_failed_request_is_found_by_the_code_of_its_answer(self):
        requests = {entry["trace"]: entry["status"] for entry in self.entries(REQUEST)}
        self.assertEqual(len(requests), len(self.answers))
        for status, trace in self.failed:
            self.assertEqual(requests[trace], status)

    def test_the_reason_of_a_failure_of_the_server_is_found_by_that_code_too(self):
        (_, trace), = [(status, code) for status, code in self.failed if status >= 500]
        messages = [entry for entry in self.entries(MESSAGE) if entry.get("trace") == trace]
        self.assertEqual([entry["level"] for entry in messages], ["error"])
        self.assertIn("gone: No such file or directory", messages[0]["message"])
        self.assertNotIn("gone", json.dumps(self.answers[-1]), "paths of the machine are for its operator")

    def test_mistakes_of_the_asker_are_no_messages_of_the_server(self):
        told = {entry.get("trace") for entry in self.entries(MESSAGE)}
        self.assertFalse(told & {trace for status, trace in self.failed if status < 500})


if __name__ == "__main__":
    unittest.main()
