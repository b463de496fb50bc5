# SPDX-License-Identifier: Apache-2.0
"""What is sent as data and must stay data: ASVS 4.0.3, V4.1, V4.2, V5 and V12."""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from site_under_attack import OURS, PROGRAM, Site  # noqa: E402

FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "'=1+1", "=HYPERLINK(\"//evil\")",
            "=cmd|'/c calc'!A0")
SECRET = "xq-outside-of-the-pages-xq"


def setUpModule():
    global site, web, rep, other
    web = tempfile.TemporaryDirectory()
    folder = pathlib.Path(web.name)
    (folder / "secret.txt").write_text(SECRET)
    pages = folder / "dist"
    (pages / "assets").mkdir(parents=True)
    (pages / "index.html").write_text("<!doctype html><title>page</title>")
    (pages / "assets" / "a.js").write_text("1")
    (pages / ".env").write_text(SECRET)
    (pages / "way-out.txt").symlink_to(folder / "secret.txt")
    site = Site("--web", str(pages), "--rate-limit", "0")
    site.add_person("Rita", "sales_representative")
    site.add_person("Otto", "sales_representative")
    rep, other = (site.token_of(f"{name}@example.com") for name in ("rita", "otto"))


def tearDownModule():
    site.stop()
    web.cleanup()


def user(name: str) -> dict:
    return site.ask("GET", f"/api/v1/users?$filter=name%20eq%20'{name}'").json()["value"][0]


def role(name: str) -> dict:
    return site.ask("GET", f"/api/v1/roles?$filter=name%20eq%20'{name}'").json()["value"][0]


def code_of(answer) -> str:
    details = answer.json()["error"]["details"]
    return details[0]["code"] if details else answer.json()["error"]["code"]


class MassAssignment(unittest.TestCase):
    FIXED = {"id": "0000000000009", "version": 7, "created_at": "2001-01-01T00:00:00Z", "created_by_id": None,
             "updated_at": "2001-01-01T00:00:00Z", "updated_by_id": None, "deleted_at": "2001-01-01T00:00:00Z",
             "deleted_group_id": 1}

    def test_v5_1_2_what_the_engine_writes_nobody_sets(self):
        account = site.set("/api/v1/accounts", {"name": "Fija"})
        for field, value in self.FIXED.items():
            if value is None:
                value = user("Rita")["id"]
            for method, path in (("PATCH", f"/api/v1/accounts('{account['id']}')"), ("POST", "/api/v1/accounts")):
                answer = site.ask(method, path, {"name": "Fija", field: value})
                ignored = (method, field) == ("PATCH", "id")  # OData: the address says which record it is
                self.assertEqual(answer.status, 200 if ignored else 400, f"{method} {field}: {answer.text}")
        now = site.ask("GET", f"/api/v1/accounts('{account['id']}')").json()
        for field in ("id", "version", "created_by_id", "created_at"):
            self.assertEqual(now[field], account[field])

    def test_v5_1_2_unknown_members_are_refused(self):
        for member in ("is_admin", "administers", "roles", "password", "password_hash", "__proto__", "constructor"):
            answer = site.ask("POST", "/api/v1/accounts", {"name": "Más", member: True})
            self.assertEqual(answer.status, 400, member)

    def test_v4_1_2_nobody_raises_their_own_rights(self):
        mine, administrator = user("Rita"), role("administrator")
        for body in ({"role_id": administrator["id"]}, {"active": True, "role_id": administrator["id"]},
                     {"email": "ada2@example.com"}, {"team_id": None}):
            self.assertEqual(site.ask("PATCH", f"/api/v1/users('{mine['id']}')", body, token=rep).status, 403, body)
        session = site.session("rita@example.com")
        for member in ("role_id", "role", "administers", "email", "name", "active", "password_hash", "id"):
            answer = site.ask("PATCH", "/auth/me", {"language": "en", member: administrator["id"]}, OURS,
                              session=session)
            self.assertEqual(answer.status, 400, member)
        for path, body in ((f"/api/v1/roles('{mine['role_id']}')", {"administers": True}),
                           (f"/api/v1/roles('{mine['role_id']}')", {"rights": {"*": {"read": "all"}}})):
            self.assertEqual(site.ask("PATCH", path, body, token=rep).status, 403)
        self.assertEqual(user("Rita")["role_id"], mine["role_id"])
        self.assertFalse(site.ask("GET", "/auth/me", token=rep).json()["administers"])

    def test_v4_1_2_even_an_administrator_writes_no_password_hash(self):
        for method, path in (("POST", "/api/v1/users"), ("PATCH", f"/api/v1/users('{user('Otto')['id']}')")):
            body = {"name": "Eva", "email": "eva@example.com", "role_id": role("read_only")["id"],
                    "password_hash": "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA"}
            self.assertEqual(site.ask(method, path, body).status, 400)

    def test_v4_2_1_records_of_others_stay_theirs(self):
        mine = site.set("/api/v1/opportunities", {"name": "De Rita"}, token=rep)
        path = f"/api/v1/opportunities('{mine['id']}')"
        stolen = {"owner_id": user("Otto")["id"]}
        for method, target, body in (("GET", path, None), ("PATCH", path, stolen), ("PUT", path, {"name": "x"}),
                                     ("DELETE", path, None), ("GET", f"{path}/timeline", None),
                                     ("POST", f"{path}/restore", {})):
            self.assertEqual(site.ask(method, target, body, token=other).status, 404, f"{method} {target}")
        done = site.ask("POST", "/api/v1/$batch", {"requests": [
            {"id": "1", "method": "PATCH", "url": path[8:], "body": stolen}]}, token=other).json()
        self.assertEqual(done["responses"][0]["status"], 404)
        self.assertEqual(site.ask("GET", path, token=rep).json()["owner_id"], user("Rita")["id"])

    def test_v4_1_3_masked_fields_are_neither_read_nor_written(self):
        masked = site.set("/api/v1/roles", {
            "name": "masked", "label_es": "M", "label_en": "M", "masks": {"accounts": {"description": "hidden"}},
            "rights": {"accounts": {"read": "all", "create": "all", "update": "all"}}})
        site.set("/api/v1/users", {"name": "Mara", "email": "mara@example.com", "role_id": masked["id"]})
        mara = site.token_of("mara@example.com")
        account = site.set("/api/v1/accounts", {"name": "Oculta", "description": "xqmaskedxq"})
        path = f"/api/v1/accounts('{account['id']}')"
        self.assertIn("Oculta", site.ask("GET", path, token=mara).text)
        for target in (path, "/api/v1/accounts", "/api/v1/changes", f"{path}/timeline", "/api/v1/search?q=xqmaskedxq",
                       "/api/v1/accounts?$search=xqmaskedxq"):
            self.assertNotIn("xqmaskedxq", site.ask("GET", target, token=mara).text, target)
        for query in ("$select=description", "$filter=contains(description,'x')", "$orderby=description"):
            self.assertEqual(site.ask("GET", f"/api/v1/accounts?{query}", token=mara).status, 400, query)
        self.assertEqual(site.ask("PATCH", path, {"description": "1"}, token=mara).status, 400)
        self.assertEqual(site.ask("GET", path).json()["description"], "xqmaskedxq")


class Injection(unittest.TestCase):
    def export(self, format: str) -> bytes:
        job = site.set("/api/v1/exports", {"object": "accounts", "select": "name,description", "format": format},
                       status=202)
        end = time.monotonic() + 20
        while True:
            state = site.ask("GET", f"/api/v1/exports('{job['id']}')").json()["state"]
            if state not in ("waiting", "running"):
                break
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)
        answer = site.ask("GET", f"/api/v1/exports('{job['id']}')/file")
        self.assertEqual(answer.status, 200, answer.text if format != "xlsx" else "")
        self.assertRegex(answer.header("content-disposition"), r'^attachment; filename="[\w. -]+"$')
        return answer.body

    @classmethod
    def setUpClass(cls):
        for formula in FORMULAS:
            site.set("/api/v1/accounts", {"name": f"Cliente {FORMULAS.index(formula)}", "description": formula})
        site.set("/api/v1/accounts", {"name": "=2+2"})

    def test_v5_3_1_no_cell_of_a_csv_file_is_a_formula(self):
        rows = list(csv.reader(io.StringIO(self.export("csv").decode("utf-8-sig"), newline="")))
        cells = [cell for row in rows for cell in row]
        self.assertGreaterEqual(sum(cell.lstrip("'").lstrip().startswith(("=", "+", "-", "@")) for cell in cells), 9)
        for cell in cells:
            self.assertFalse(cell.startswith(("=", "+", "-", "@", "\t", "\r")), repr(cell))

    def test_v5_3_1_no_cell_of_a_spreadsheet_is_a_formula(self):
        book = zipfile.ZipFile(io.BytesIO(self.export("xlsx")))
        parts = {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}
        self.assertTrue(any("1+1" in text for text in parts.values()))
        for name, text in parts.items():
            self.assertIsNone(re.search(r"<f[ >]|<hyperlink", text), name)

    def test_v5_3_1_no_cell_of_a_list_of_failures_is_a_formula(self):
        options = {"object": "accounts"}
        text = "name,customer_since\nUno,=2+2\n"
        body = "".join(f'--x\r\ncontent-disposition: form-data; name="{name}"{more}\r\n\r\n{content}\r\n'
                       for name, more, content in (("options", "", json.dumps(options)),
                                                   ("file", '; filename="a.csv"', text))) + "--x--\r\n"
        begun = site.ask("POST", "/api/v1/imports", body, {"Content-Type": "multipart/form-data; boundary=x"})
        self.assertEqual(begun.status, 201, begun.text)
        job = begun.json()["id"]
        end = time.monotonic() + 20
        while site.ask("GET", f"/api/v1/imports('{job}')").json()["receipt"] is None and time.monotonic() < end:
            time.sleep(0.05)
        failures = site.ask("GET", f"/api/v1/jobs('{job}')/failures?format=csv")
        self.assertIn("=2+2", failures.text)
        for row in csv.reader(io.StringIO(failures.text, newline="")):
            for cell in row:
                self.assertFalse(cell.startswith(("=", "+", "-", "@", "\t", "\r")), repr(cell))

    def test_v5_3_4_texts_reach_no_statement(self):
        evil = "x'); drop table account; --"
        site.set("/api/v1/accounts", {"name": evil})
        quoted = evil.replace("'", "''").replace(" ", "%20").replace(";", "%3B")
        for query, status in ((f"$filter=name%20eq%20'{quoted}'", 200), (f"$search={quoted}", 200),
                              ("$orderby=name;drop%20table%20account", 400), ("$orderby=(select%201)", 400),
                              ("$select=name,(select%20password_hash%20from%20user)", 400),
                              ("$filter=1%20eq%201)%20or%20(1%20eq%201", 400), ("$top=1;drop", 400),
                              ("$filter=name%20eq%20'a'%20union%20select%201", 400),
                              ("$apply=aggregate(name;drop%20with%20sum%20as%20x)", 400)):
            answer = site.ask("GET", f"/api/v1/accounts?{query}")
            self.assertEqual(answer.status, status, f"{query}: {answer.text[:200]}")
        self.assertEqual(site.ask("GET", f"/api/v1/accounts?$filter=name%20eq%20'{quoted}'").json()["value"][0]["name"],
                         evil)

    def test_v5_3_3_texts_of_people_come_back_as_json_only(self):
        evil = "<script>alert(1)</script>"
        site.set("/api/v1/accounts", {"name": evil})
        for path in ("/api/v1/accounts", "/api/v1/search?q=script", f"/api/v1/accounts?$filter=name%20eq%20'{evil}'"):
            answer = site.ask("GET", path.replace("<", "%3C").replace(">", "%3E"))
            self.assertEqual(answer.header("content-type").split(";")[0], "application/json", path)
        for path in (f"/{evil}", f"/api/docs?lang={evil}", f"/api/v1/{evil}", f"/accounts?x={evil}"):
            answer = site.ask("GET", path.replace("<", "%3C").replace(">", "%3E"))
            if "html" in answer.header("content-type"):
                self.assertNotIn(evil, answer.text, path)

    def test_v5_1_1_an_option_given_twice_is_refused(self):
        for query in ("$top=1&$top=200", "$filter=active&$filter=name%20eq%20'x'", "$orderby=name&$orderby=id"):
            self.assertEqual(site.ask("GET", f"/api/v1/accounts?{query}").status, 400, query)

    def test_v5_5_2_the_server_reads_no_xml(self):
        evil = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
        for path in ("/api/v1/accounts", "/api/v1/$batch", "/auth/login"):
            answer = site.ask("POST", path, evil, {**OURS, "Content-Type": "application/xml"})
            self.assertEqual(answer.status, 415, path)
        linked = subprocess.run(["ldd", PROGRAM], check=True, capture_output=True, text=True).stdout
        self.assertIn("libsqlite3", linked)
        direct = subprocess.run(["objdump", "-p", PROGRAM], check=True, capture_output=True, text=True).stdout
        self.assertIsNone(re.search(r"NEEDED\s+lib(xml2|expat|xerces|pugixml|tinyxml)", direct))


class Paths(unittest.TestCase):
    def test_v12_3_2_no_address_leads_out_of_the_pages(self):
        out = ("/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt",
               "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/%252e%252e/secret.txt", "/..%5csecret.txt",
               "/assets/..\\..\\secret.txt", "//secret.txt", "/./../secret.txt", "/assets/%00/../../secret.txt",
               "/%c0%ae%c0%ae/secret.txt", "/%uff0e%uff0e/secret.txt", "/way-out.txt", "/.env", "/%2eenv",
               f"/{web.name}/secret.txt", f"/%2f{web.name[1:]}/secret.txt", "/index.html/../../secret.txt",
               "/assets/....//....//secret.txt", "/secret.txt%00.html", "/../../../../../../etc/passwd")
        for path in out:
            answer = site.raw(f"GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".encode())
            self.assertIn(int(answer.split(b" ")[1]), (200, 400, 404), path)
            self.assertNotIn(SECRET.encode(), answer, path)
            self.assertNotIn(b"root:", answer, path)
        self.assertEqual(site.ask("GET", "/assets/a.js", token="").text, "1")

    def test_v4_3_2_folders_are_not_listed(self):
        for path in ("/assets", "/assets/", "/api/", "/auth/"):
            answer = site.ask("GET", path, token="")
            self.assertNotIn("a.js", answer.text, path)

    def test_v12_4_1_files_of_jobs_are_of_who_asked_for_them(self):
        job = site.set("/api/v1/exports", {"object": "accounts", "format": "csv"}, status=202)
        for token in (rep, other):
            for path in (f"/api/v1/exports('{job['id']}')/file", f"/api/v1/jobs('{job['id']}')/file",
                         f"/api/v1/jobs('{job['id']}')"):
                self.assertEqual(site.ask("GET", path, token=token).status, 404, path)
        for path in site.store.rglob("*"):
            self.assertEqual(path.stat().st_mode & 0o077, 0, f"{path} is open to others")


if __name__ == "__main__":
    unittest.main()
