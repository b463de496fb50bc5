# SPDX-License-Identifier: Apache-2.0
"""What a foreign page, a forged header or a proxy that nobody trusts can do: ASVS 4.0.3, V4.2, V5.1,
V13.2 and V14."""
import json
import pathlib
import re
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from site_under_attack import OURS, PASSWORD, Site  # noqa: E402

FOREIGN = {
    "no word of where it comes from": {},
    "another site": {"Origin": "https://evil.example"},
    "an origin without a name": {"Origin": "null"},
    "another port": {"Origin": "http://127.0.0.1:1"},
    "a longer name": {"Origin": "http://127.0.0.1.evil.example"},
    "the browser says cross-site": {"Sec-Fetch-Site": "cross-site"},
    "a neighbouring host": {"Sec-Fetch-Site": "same-site"},
    "the browser contradicts the origin": {"Sec-Fetch-Site": "cross-site", "Origin": "OURS"},
}
FILLED = {"id": "0000000000001", "set": "accounts", "object": "accounts", "field": "name", "scope": "me",
          "place": "accounts", "key": "number", "value": "'none'", "property": "description"}
BOUNDARY = "multipart/form-data; boundary=x"


def setUpModule():
    global site, web
    web = tempfile.TemporaryDirectory()
    folder = pathlib.Path(web.name)
    (folder / "index.html").write_text("<!doctype html><title>page</title>")
    site = Site("--web", web.name, "--rate-limit", "0")


def tearDownModule():
    site.stop()
    web.cleanup()


def operations() -> list:
    """(method, path, operation) of everything that the server says it serves."""
    document = site.ask("GET", "/api/openapi.json", token="").json()
    found = []
    for path, methods in document["paths"].items():
        filled = re.sub(r"\{(\w+)[^}]*\}", lambda hole: FILLED.get(hole[1], "x"), path)
        found += [(method.upper(), filled, operation) for method, operation in methods.items()
                  if method in ("get", "post", "put", "patch", "delete")]
    return found


def changing() -> list:
    return [one for one in operations() if one[0] != "GET"]


def body_for(operation: dict) -> tuple:
    types = list(operation.get("requestBody", {}).get("content", {}))
    if "multipart/form-data" in types:
        return "--x--\r\n", {"Content-Type": BOUNDARY}
    return ("{}", {"Content-Type": "application/json"}) if types else ("", {})


def code_of(answer) -> str:
    return answer.json()["error"]["message"] if answer.status == 403 else ""


class ForeignPages(unittest.TestCase):
    def test_v4_2_2_whatever_changes_something_refuses_foreign_pages(self):
        session = site.session("ada@example.com")
        asked = 0
        for method, path, operation in changing():
            body, headers = body_for(operation)
            for why, forged in FOREIGN.items():
                forged = {name: value.replace("OURS", f"http://{site.host}") for name, value in forged.items()}
                answer = site.ask(method, path, body, {**headers, **forged}, session=session)
                self.assertEqual(answer.status, 403, f"{method} {path}: {why}")
                asked += 1
            self.assertEqual(site.ask("GET", "/auth/me", session=session).status, 200, f"{method} {path}")
        self.assertGreater(asked, 400)

    def test_v13_2_3_our_own_page_is_served(self):
        session = site.session(site.add_person("Reader", "read_only"))
        for ours in (OURS, {"Origin": f"http://{site.host}"}, {"Sec-Fetch-Site": "none"}):
            answer = site.ask("PATCH", "/auth/me", {"language": "en"}, ours, session=session)
            self.assertEqual(answer.status, 200, answer.text)

    def test_v4_2_2_a_foreign_page_cannot_sign_anybody_in(self):
        for forged in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = site.ask("POST", "/auth/login", {"email": "ada@example.com", "password": PASSWORD}, forged,
                              token="")
            self.assertEqual((answer.status, answer.header("set-cookie")), (403, ""))

    def test_v4_1_1_nobody_is_served_without_signing_in(self):
        open_to_all = set()
        for method, path, operation in operations():
            body, headers = body_for(operation)
            answer = site.ask(method, path, body or None, headers, token="")
            if operation.get("security") == []:
                open_to_all.add(operation["operationId"])
            else:
                self.assertEqual(answer.status, 401, f"{method} {path}: {answer.text[:200]}")
        self.assertEqual(open_to_all, {"login", "logout", "setPassword", "openapi", "docs", "live", "ready"})

    def test_v4_1_3_the_way_of_local_commands_is_closed_to_the_network(self):
        words = {"words": ["user", "list"], "directory": "/", "language": "en"}
        self.assertEqual(site.ask("POST", "/local/command", words).status, 404)

    def test_v13_2_5_bodies_that_a_form_can_send_are_refused(self):
        for kind in ("text/plain", "application/x-www-form-urlencoded", BOUNDARY, "application/xml", "text/json"):
            answer = site.ask("POST", "/api/v1/accounts", '{"name":"Formulario"}', {"Content-Type": kind})
            self.assertEqual(answer.status, 415, kind)
        found = site.ask("GET", "/api/v1/accounts?$count=true&$filter=name%20eq%20'Formulario'").json()
        self.assertEqual(found["@odata.count"], 0)

    def test_v13_1_5_uploads_are_forms_and_nothing_else(self):
        for path in ("/api/v1/imports", "/api/v1/imports/preview"):
            self.assertEqual(site.ask("POST", path, "{}", {"Content-Type": "application/json"}).status, 415)

    def test_v13_2_1_reading_changes_nothing(self):
        for method, path, _ in changing():
            if path.startswith("/api/v1/accounts") or "x-" in path:
                continue
            answer = site.ask("GET", path)
            self.assertIn(answer.status, (200, 400, 403, 404, 405), f"GET {path}")
        log = site.ask("GET", "/api/v1/audit").json()
        self.assertNotIn("0000000000001", json.dumps(log))


class Headers(unittest.TestCase):
    def answers(self):
        return {path: site.ask(method, path, token=token) for method, path, token in (
            ("GET", "/", ""), ("GET", "/accounts", ""), ("GET", "/nowhere.js", ""), ("GET", "/api/docs", ""),
            ("GET", "/api/openapi.json", ""), ("GET", "/auth/me", ""), ("GET", "/api/v1/accounts", None),
            ("GET", "/api/v1/$metadata", None), ("GET", "/api/v1/nothing", None), ("DELETE", "/auth/me", None),
            ("GET", "/api/v1/accounts?$filter=(", None), ("GET", "/health/ready", ""), ("GET", "/metrics", None))}

    def test_v14_4_1_every_answer_names_its_type_and_letters(self):
        for path, answer in self.answers().items():
            kind = answer.header("content-type")
            self.assertTrue(kind, path)
            if kind.startswith("text/"):
                self.assertIn("charset=utf-8", kind, path)

    def test_v14_4_3_pages_run_only_our_own_scripts(self):
        for path, answer in self.answers().items():
            policy = dict(part.split(None, 1) for part in answer.header("content-security-policy").split("; "))
            self.assertEqual(policy["object-src"], "'none'", path)
            self.assertEqual(policy["base-uri"], "'none'", path)
            self.assertNotIn("unsafe", policy.get("script-src", policy["default-src"]), path)
            self.assertNotIn("*", answer.header("content-security-policy"), path)

    def test_v14_4_4_browsers_do_not_guess_types(self):
        for path, answer in self.answers().items():
            self.assertEqual(answer.header("x-content-type-options"), "nosniff", path)

    def test_v14_4_6_addresses_are_not_told_to_others(self):
        for path, answer in self.answers().items():
            self.assertEqual(answer.header("referrer-policy"), "same-origin", path)

    def test_v14_4_7_no_other_site_shows_us_in_a_frame(self):
        for path, answer in self.answers().items():
            self.assertIn("frame-ancestors 'none'", answer.header("content-security-policy"), path)
            self.assertEqual(answer.header("x-frame-options"), "DENY", path)

    def test_v14_3_3_nothing_tells_the_versions_of_what_runs_here(self):
        for path, answer in self.answers().items():
            for name in ("server", "x-powered-by", "via", "x-aspnet-version"):
                self.assertEqual(answer.header(name), "", path)

    def test_v8_2_1_what_the_api_says_is_not_kept_by_browsers(self):
        for path in ("/auth/me", "/api/v1/accounts", "/api/v1/users", "/api/v1/audit", "/api/v1/nothing"):
            self.assertRegex(site.ask("GET", path).header("cache-control"), "no-store|private, no-cache", path)

    def test_v14_5_3_no_other_origin_may_read_us(self):
        asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "PATCH",
                 "Access-Control-Request-Headers": "content-type"}
        for method in ("OPTIONS", "GET", "POST"):
            answer = site.ask(method, "/api/v1/accounts", headers=asked)
            granted = [name for name, _ in answer.headers if name.startswith("access-control-")]
            self.assertEqual(granted, [], method)

    def test_v14_5_1_methods_that_nobody_needs_are_refused(self):
        for method in ("TRACE", "CONNECT", "TRACK", "DEBUG", "PROPFIND"):
            self.assertIn(site.ask(method, "/api/v1/accounts").status, (400, 501), method)
        self.assertEqual(site.ask("DELETE", "/auth/me").status, 405)

    def test_v5_1_5_nothing_sends_a_browser_elsewhere(self):
        for path in ("//evil.example", "//evil.example/..", "/%5cevil.example", "/%2f%2fevil.example",
                     "/login?next=https://evil.example", "/auth/logout?url=//evil.example", "/accounts/",
                     "/?redirect_uri=https://evil.example", "/api/v1/?$format=https://evil.example"):
            answer = site.ask("GET", path)
            self.assertFalse(300 <= answer.status < 400, path)
            self.assertEqual(answer.header("location"), "", path)
            self.assertNotIn("http-equiv", answer.text, path)


class Proxies(unittest.TestCase):
    def test_v14_5_4_forwarding_headers_of_strangers_are_not_believed(self):
        tries = [site.sign_in(f"stranger{i}@example.com", "wrong", {"X-Forwarded-For": f"10.0.0.{i}"},
                              source="127.0.0.6").status for i in range(21)]
        self.assertEqual(tries[-1], 429, "another forged address each time is the same address")
        cookie = site.sign_in("ada@example.com", headers={"X-Forwarded-Proto": "https"}).header("set-cookie")
        self.assertNotIn("Secure", cookie)

    def test_v14_5_4_a_trusted_proxy_tells_who_asks_and_that_it_speaks_tls(self):
        behind = Site("--proxy", "127.0.0.7")
        try:
            tries = [behind.sign_in(f"nobody{i}@example.com", "wrong", {"X-Forwarded-For": "10.0.0.1"},
                                    source="127.0.0.7").status for i in range(21)]
            self.assertEqual(tries[-1], 429)
            answer = behind.sign_in("ada@example.com", source="127.0.0.7",
                                    headers={"X-Forwarded-For": "10.0.0.2", "X-Forwarded-Proto": "https"})
            self.assertEqual(answer.status, 200, "one address that tries too much locks out no other")
            self.assertRegex(answer.header("set-cookie"), r"^__Host-clientela_session=.*; Secure$")
            self.assertIn("max-age=", answer.header("strict-transport-security"))
        finally:
            behind.stop()


if __name__ == "__main__":
    unittest.main()
