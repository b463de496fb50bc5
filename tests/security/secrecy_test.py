# SPDX-License-Identifier: Apache-2.0
"""What answers give away: ASVS 4.0.3, V2.2, V4, V7 and V14."""
import http.client
import os
import pathlib
import re
import statistics
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from site_under_attack import OURS, PASSWORD, Site  # noqa: E402

LEAKS = re.compile(r"sqlite|postgres|libpq|select .* from|insert into|\bsrc/|\.cc\b|\.h:\d|exception|terminate|"
                   r"stack|std::|boost|0x[0-9a-f]{6,}|/tmp/|/home/|/work/|argon2", re.IGNORECASE)


def setUpModule():
    global site, rep
    site = Site("--rate-limit", "0")
    site.add_person("Rita", "sales_representative")
    rep = site.token_of("rita@example.com")


def tearDownModule():
    site.stop()


def bare(answer) -> tuple:
    """An answer without what differs from one to the next anyway."""
    text = re.sub(r'"trace_id":"\w+"', "", answer.text)
    headers = sorted((name, value) for name, value in answer.headers if name not in ("date", "x-request-id"))
    return answer.status, text, headers


def work_of(tries: int, email: str, source: str) -> int:
    """Processor time of the server for so many tries to sign in, in ticks."""
    def used() -> int:
        parts = pathlib.Path(f"/proc/{site.process}/stat").read_text().rsplit(")", 1)[1].split()
        return int(parts[11]) + int(parts[12])
    before = used()
    for number in range(tries):
        site.sign_in(email.format(number), "some wrong password", source=source)
    return used() - before


class Meter:
    """What requests cost the server, over one connection, so that nothing else is counted."""

    def __init__(self, token: str):
        self.headers = {"Authorization": f"Bearer {token}"}
        self.line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)

    def status(self, path: str) -> int:
        self.line.request("GET", path.replace(" ", "%20"), headers=self.headers)
        answer = self.line.getresponse()
        answer.read()
        return answer.status

    def cost(self, path: str, times: int) -> float:
        """Processor time of all threads of the server, in seconds."""
        clock = (~site.process << 3) | 2  # clock_getcpuclockid(3)
        before = time.clock_gettime(clock)
        for _ in range(times):
            self.status(path)
        return time.clock_gettime(clock) - before

    def ratio(self, one: str, other: str, rounds: int = 11, times: int = 15) -> float:
        """By the medians of rounds that take turns."""
        both = [(self.cost(one, times), self.cost(other, times)) for _ in range(rounds)]
        return statistics.median(pair[0] for pair in both) / statistics.median(pair[1] for pair in both)


class Enumeration(unittest.TestCase):
    def test_v2_2_1_a_stranger_and_a_wrong_password_are_answered_alike(self):
        site.add_person("Closed", "read_only")
        site.cli("user", "disable", "closed@example.com")
        site.cli("user", "add", "invited@example.com", "--name", "Invited", "--role", "read_only")
        known = bare(site.sign_in("rita@example.com", "wrong", source="127.0.0.2"))
        self.assertEqual(known[0], 401)
        for email in ("stranger@example.com", "closed@example.com", "invited@example.com", "", "x" * 300, "a' or '1"):
            self.assertEqual(bare(site.sign_in(email, "wrong", source="127.0.0.3")), known, email)

    def test_v2_2_1_strangers_cost_as_much_work_as_people(self):
        for number in range(4):
            site.add_person(f"Known{number}", "read_only")
        people = work_of(4, "known{}@example.com", "127.0.0.4")
        strangers = work_of(4, "unknown{}@example.com", "127.0.0.5")
        self.assertGreater(people, 4, "hashing takes ticks")
        self.assertGreater(strangers, 0.5 * people)
        self.assertLess(strangers, 2 * people)

    def test_v2_2_1_locks_tell_nobody_who_is_known(self):
        site.add_person("Lockable", "read_only")
        self.assertEqual(site.sign_in("lockable@example.com", source="127.0.0.6").status, 200)
        known, stranger = [], []
        for password in [*["wrong"] * 6, PASSWORD]:  # once locked, the right one tells nothing either
            for answers, email, source in ((known, "lockable@example.com", "127.0.0.6"),
                                           (stranger, "never@example.com", "127.0.0.7")):
                status, text, headers = bare(site.sign_in(email, password, source=source))
                answers.append((status, re.sub(r"\d+", "N", text), re.sub(r"\d+", "N", str(headers))))
        self.assertEqual([answer[0] for answer in stranger], [401] * 5 + [429] * 2)
        self.assertEqual(known, stranger)

    def test_v4_2_1_hidden_and_missing_records_are_answered_alike(self):
        hidden = site.set("/api/v1/opportunities", {"name": "De Ada", "number": "HID-1"})["id"]
        missing = hidden[:-1] + ("0" if hidden[-1] != "0" else "1")
        for method, path, body in (("GET", "", None), ("PATCH", "", {"name": "x"}), ("DELETE", "", None),
                                   ("GET", "/timeline", None), ("GET", "/why", None), ("GET", "/name", None),
                                   ("GET", "/name/$value", None), ("GET", "/lines", None), ("GET", "/$ref", None),
                                   ("POST", "/restore", {}), ("PUT", "", {"name": "x"})):
            answers = []
            for id in (hidden, missing):
                answer = site.ask(method, f"/api/v1/opportunities('{id}'){path}", body, token=rep)
                answers.append((answer.status, bare(answer)[1].replace(id, "ID")))
            self.assertEqual(answers[0], answers[1], f"{method} {path}")
            self.assertEqual(answers[0][0], 404, f"{method} {path}")

    def test_v4_2_1_hidden_records_cost_as_much_work_as_missing_ones(self):
        narrow = site.set("/api/v1/roles", {"name": "narrow", "label_es": "N", "label_en": "N",
                                            "rights": {"accounts": {"read": "own"}}})
        nora = site.set("/api/v1/users", {"name": "Nora", "email": "nora@example.com", "role_id": narrow["id"]})
        own = [site.set("/api/v1/accounts", {"name": f"De Nora {n}", "owner_id": nora["id"]})["id"] for n in (1, 2)]
        hidden = site.set("/api/v1/accounts", {"name": "xqsecreta", "number": "XQ-1", "parent_id": own[0]})["id"]
        site.set("/api/v1/accounts", {"name": "De Nora 3", "owner_id": nora["id"], "parent_id": hidden})
        missing = hidden[:-1] + ("0" if hidden[-1] != "0" else "1")
        meter = Meter(site.token_of("nora@example.com"))
        self.assertEqual([meter.status(f"/api/v1/accounts('{id}')") for id in (own[0], hidden, missing)],
                         [200, 404, 404])
        pairs = [(f"/api/v1/accounts{text.format(hidden)}", f"/api/v1/accounts{text.format(missing)}") for text in (
            "('{}')", "/{}", "('{}')?$expand=children,owner", "('{}')/name", "('{}')/parent", "('{}')/children",
            "('{}')/$ref", "?$filter=id eq '{}'", "?$filter=parent_id eq '{}'", "/$count?$filter=id eq '{}'")]
        pairs += [(f"/api/v1/accounts{text.format(*one)}", f"/api/v1/accounts{text.format(*other)}")
                  for one, other in [(("xqsecreta", "XQ-1"), ("xqningunay", "XQ-0"))] for text in (
                      "(number='{1}')", "?$filter=number eq '{1}'", "?$filter=name eq '{0}'", "?$search={0}",
                      "?$filter=parent/number eq '{1}'", "?$filter=contains(parent/name,'{0}')",
                      "?$filter=children/any(c:c/number eq '{1}')")]
        pairs += [(f"/api/v1/accounts('{own[0]}'){text}", f"/api/v1/accounts('{own[1]}'){text}")
                  for text in ("?$expand=children", "/children", "/children/$count")]  # whose only child is hidden
        pairs.append(("/api/v1/search?q=xqsecreta", "/api/v1/search?q=xqningunay"))
        for one, other in pairs:
            self.assertEqual(meter.status(one), meter.status(other), one)
        ratios = {one: meter.ratio(one, other) for one, other in pairs}
        meter.line.close()
        for path, ratio in ratios.items():
            self.assertTrue(0.6 < ratio < 1.7, f"{path}: a hidden record costs {ratio:.2f} times a missing one")

    def test_v4_2_1_a_number_that_is_taken_tells_nothing_of_its_record(self):
        site.set("/api/v1/opportunities", {"name": "Secreta xqx", "number": "HID-2"})
        answer = site.ask("POST", "/api/v1/opportunities", {"name": "Mía", "number": "HID-2"}, token=rep)
        self.assertIn(answer.status, (400, 409))
        self.assertNotIn("xqx", answer.text)
        found = site.ask("GET", "/api/v1/opportunities(number='HID-2')", token=rep)
        self.assertEqual(found.status, 404)

    def test_v4_2_1_answers_kept_for_a_key_are_for_who_sent_it(self):
        key = {"Idempotency-Key": "the same key"}
        first = site.ask("POST", "/api/v1/opportunities", {"name": "De Ada con clave"}, key)
        again = site.ask("POST", "/api/v1/opportunities", {"name": "De Ada con clave"}, key)
        self.assertEqual((again.json()["id"], again.header("idempotency-replayed")), (first.json()["id"], "true"))
        theirs = site.ask("POST", "/api/v1/opportunities", {"name": "De Ada con clave"}, key, token=rep)
        self.assertNotEqual(theirs.json()["id"], first.json()["id"])


class Rights(unittest.TestCase):
    def test_v4_1_3_what_is_for_administrators_is_refused_to_others(self):
        id = site.ask("GET", "/api/v1/users").json()["value"][0]["id"]
        for method, path, body in (
                ("GET", "/metrics", None), ("GET", "/api/v1/audit/acts", None), ("GET", "/api/v1/audit/sign-ins", None),
                ("PATCH", "/api/v1/company", {"name": "x"}), ("GET", "/api/v1/tokens?all=true", None),
                ("GET", "/api/v1/customization", None), ("POST", "/api/v1/customization/apply", {}),
                ("POST", "/api/v1/definitions/apply", {}), ("POST", "/api/v1/demo/remove", {}),
                ("POST", f"/api/v1/users('{id}')/invite", {}), ("POST", f"/api/v1/users('{id}')/disable", {}),
                ("POST", f"/api/v1/users('{id}')/erase", {"confirm": "x"}), ("PUT", "/api/v1/layouts/company/home", {}),
                ("POST", "/api/v1/users", {"name": "x"}), ("POST", "/api/v1/roles", {"name": "x"}),
                ("POST", "/api/v1/teams", {"name": "x"})):
            answer = site.ask(method, path, body, token=rep)
            self.assertEqual(answer.status, 403, f"{method} {path}: {answer.text[:200]}")

    def test_v4_1_5_a_wrong_credential_is_nobody(self):
        for token in ("clt_", "clt_x", site.token[:-1], site.token + "x", site.token.upper(), "x" * 5000, "'"):
            self.assertIn(site.ask("GET", "/api/v1/accounts", token=token).status, (401, 431), token[:50])
        basic = {"Authorization": "Basic YTpi"}
        self.assertEqual(site.ask("GET", "/api/v1/accounts", token="", headers=basic).status, 401)
        self.assertEqual(site.ask("GET", "/api/v1/accounts", session=f"clientela_session={site.token}").status, 401)

    def test_v8_3_1_password_hashes_are_in_no_answer(self):
        for path in ("/api/v1/users", "/api/v1/users?$select=password_hash", "/api/v1/$metadata", "/api/openapi.json",
                     "/api/v1/definitions", "/api/v1/changes", "/api/v1/audit", "/api/v1/audit/acts",
                     "/api/v1/users?$filter=password_hash%20ne%20null", "/api/v1/users?$orderby=password_hash"):
            self.assertNotIn("$argon2", site.ask("GET", path).text, path)
        self.assertEqual(site.ask("GET", "/api/v1/users?$select=password_hash").status, 400)


class Errors(unittest.TestCase):
    def test_v7_4_1_errors_tell_a_number_to_ask_for_and_nothing_of_the_inside(self):
        asked = [("GET", "/api/v1/accounts?$filter=name%20eq%20(", None), ("GET", "/api/v1/nothing", None),
                 ("GET", "/api/v1/accounts('x')", None), ("POST", "/api/v1/accounts", "{"),
                 ("POST", "/auth/login", "[]"),
                 ("POST", "/api/v1/accounts", {"name": {"a": []}}), ("POST", "/api/v1/$batch", {"requests": 1}),
                 ("GET", "/api/v1/accounts?$skiptoken=nonsense", None), ("GET", "/api/v1/changes?after=nonsense", None),
                 ("POST", "/api/v1/imports", "x"), ("POST", "/api/v1/exports", {"object": "nothing"}),
                 ("PATCH", "/api/v1/accounts('0000000000001')", {"name": "\u0000"}),
                 ("DELETE", "/api/v1/accounts", None),
                 ("POST", "/api/v1/definitions/plan", {"x": 1}), ("POST", "/api/v1/customization/plan", {"x": 1}),
                 ("GET", "/api/v1/accounts?$apply=groupby((", None), ("GET", "/api/v1/accounts?$expand=x(", None),
                 ("GET", "/api/v1/accounts(number=')", None), ("POST", "/api/v1/accounts/bulk", {"act": "x"})]
        for method, path, body in asked:
            headers = {"Content-Type": "application/json"} if isinstance(body, str) else {}
            answer = site.ask(method, path, body, headers)
            self.assertTrue(400 <= answer.status < 500, f"{method} {path}: {answer.status} {answer.text[:200]}")
            told = answer.json()
            self.assertRegex(told["trace_id"], r"^[0-9a-f]{16}$")
            self.assertIsNone(LEAKS.search(told["error"]["message"]), f"{method} {path}: {answer.text}")

    def test_v14_3_2_there_are_no_doors_for_developers(self):
        page = site.ask("GET", "/", token="").text  # what any address without a name of a file shows
        for path in ("/debug", "/.git/config", "/.env", "/server-status", "/actuator", "/console", "/phpinfo.php",
                     "/api/v1/debug", "/swagger.json", "/trace.axd", "/clientela.db", "/data/clientela.db", "/metrics~",
                     "/index.html.bak", "/accounts~"):
            answer = site.ask("GET", path, token="")
            self.assertTrue(answer.status in (401, 404) or (answer.status, answer.text) == (200, page), path)

    def test_v7_1_1_no_log_holds_a_password_or_a_secret(self):
        typed = "my secret in the wrong box"
        site.sign_in(typed, "whatever", source="127.0.0.8")
        session = site.session("ada@example.com")
        for path in ("/api/v1/audit/acts", "/api/v1/audit/sign-ins", "/api/v1/audit", "/api/v1/changes"):
            told = site.ask("GET", path).text
            for secret in (typed, PASSWORD, site.token, session.split("=")[1]):
                self.assertNotIn(secret, told, path)
        for secret in (typed, PASSWORD, site.token, session.split("=")[1]):
            self.assertNotIn(secret, site.told())

    def test_v7_1_3_sign_ins_and_their_failures_are_on_record(self):
        site.sign_in("rita@example.com", "wrong", source="127.0.0.9")
        site.session("ada@example.com")
        kinds = {act["kind"] for act in site.ask("GET", "/api/v1/audit/acts").json()["value"]}
        self.assertLessEqual({"signed_in", "sign_in_failed", "token_made"} & kinds, kinds)
        self.assertIn("sign_in_failed", kinds)
        self.assertIn("signed_in", kinds)


if __name__ == "__main__":
    unittest.main()
