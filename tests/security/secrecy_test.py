# SPDX-License-Identifier: Apache-2.0
"""What answers give away: ASVS 4.0.3, V2.2, V4, V7 and V14."""
import os
import pathlib
import re
import sys
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
        tries = {email: [site.sign_in(email, "wrong", source=source).status for _ in range(6)]
                 for email, source in (("known0@example.com", "127.0.0.6"), ("never@example.com", "127.0.0.7"))}
        self.assertIn(429, tries["never@example.com"])
        self.assertEqual(tries["known0@example.com"], tries["never@example.com"])

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
