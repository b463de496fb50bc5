# SPDX-License-Identifier: Apache-2.0
"""Passwords, links, sessions and tokens: ASVS 4.0.3, V2 and V3."""
import hashlib
import pathlib
import re
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from site_under_attack import OURS, PASSWORD, Site  # noqa: E402

OTHER = "another long sentence"


def setUpModule():
    global site
    site = Site()


def tearDownModule():
    site.stop()


def stored(statement: str, *values):
    """Rows of the store as a thief of the file would read them."""
    with sqlite3.connect(f"file:{next(site.store.glob('*.db'))}?mode=ro", uri=True) as store:
        return store.execute(statement, values).fetchall()


def link_of(name: str) -> str:
    """The one-time link of a new person."""
    told = site.cli("user", "add", f"{name}@example.com", "--name", name, "--role", "read_only")
    return re.search(r"link/([\w-]+)", told)[1]


def choose(link: str, password: str):
    return site.ask("POST", "/auth/password", {"token": link, "password": password}, OURS, token="")


def code_of(answer) -> str:
    return answer.json()["error"]["details"][0]["code"]


def who(session: str) -> int:
    return site.ask("GET", "/auth/me", session=session).status


class Passwords(unittest.TestCase):
    def test_v2_1_1_they_have_at_least_twelve_characters(self):
        link = link_of("short")
        self.assertEqual(code_of(choose(link, "elevenchars")), "password_too_short")
        self.assertEqual(choose(link, "twelve chars").status, 204)

    def test_v2_1_2_they_have_at_most_128_characters(self):
        link = link_of("long")
        sentence = "ñandú de la pampa " * 8
        self.assertEqual(code_of(choose(link, sentence[:129])), "password_too_long")
        self.assertEqual(choose(link, sentence[:128]).status, 204)
        self.assertEqual(site.sign_in("long@example.com", sentence[:128]).status, 200)

    def test_v2_1_3_they_are_never_cut(self):
        link = link_of("cut")
        self.assertEqual(choose(link, "words " * 20).status, 204)
        self.assertEqual(site.sign_in("cut@example.com", ("words " * 20)[:72]).status, 401)
        self.assertEqual(site.sign_in("cut@example.com", "words " * 20).status, 200)

    def test_v2_1_4_any_character_may_stand_in_them(self):
        link = link_of("signs")
        self.assertEqual(choose(link, " 🦔 ñ ねこ 'x\" \t ").status, 204)
        self.assertEqual(site.sign_in("signs@example.com", " 🦔 ñ ねこ 'x\" \t ").status, 200)

    def test_v2_1_6_they_are_changed_by_who_knows_the_present_one(self):
        session = site.session(site.add_person("Changer", "read_only"))
        change = lambda current, password: site.ask(
            "POST", "/auth/me/password", {"current": current, "password": password}, OURS, session=session)
        self.assertEqual(code_of(change("not the present one", OTHER)), "password_wrong")
        self.assertEqual(code_of(change(PASSWORD, "short")), "password_too_short")
        self.assertEqual(change(PASSWORD, OTHER).status, 204)
        self.assertEqual(site.sign_in("changer@example.com").status, 401)
        self.assertEqual(site.sign_in("changer@example.com", OTHER).status, 200)

    def test_v2_1_7_what_everybody_tries_first_is_refused(self):
        link = link_of("first")
        for password in ("password1234", "123456789012", "Contraseña2026", "aaaaaaaaaaaa", "First@example.com"):
            with self.subTest(password):
                self.assertIn(code_of(choose(link, password)), ("password_tried_first", "password_is_email"))

    def test_v2_2_1_five_wrong_tries_lock_an_account_for_a_while(self):
        email = site.add_person("Locked", "read_only")
        for _ in range(5):
            self.assertEqual(site.sign_in(email, "wrong", source="127.0.0.2").status, 401)
        refused = site.sign_in(email, source="127.0.0.3")
        self.assertEqual(refused.status, 429)
        self.assertGreater(int(refused.header("retry-after")), 0)

    def test_v2_2_1_wrong_present_passwords_count_too(self):
        session = site.session(site.add_person("Guessed", "read_only"))
        body = {"current": "a wrong guess", "password": OTHER}
        tries = [site.ask("POST", "/auth/me/password", body, OURS, session=session, source="127.0.0.4").status
                 for _ in range(6)]
        self.assertEqual(tries, [400] * 5 + [429])

    def test_v2_2_1_an_address_that_tries_many_accounts_waits(self):
        tries = [site.sign_in(f"nobody{i}@example.com", "wrong", source="127.0.0.5").status for i in range(21)]
        self.assertEqual(tries, [401] * 20 + [429])
        self.assertEqual(site.sign_in("ada@example.com").status, 200)

    def test_v2_3_1_a_link_is_random_works_once_and_ends(self):
        link = link_of("once")
        self.assertRegex(link, r"^[\w-]{43}$")
        self.assertEqual(choose(link, OTHER).status, 204)
        self.assertEqual(choose(link, PASSWORD).status, 400)
        [(days,)] = stored("select (expires_at - created_at) / 86400000.0 from invitation where token_hash = ?",
                           hashlib.sha256(link.encode()).hexdigest())
        self.assertLessEqual(days, 7)

    def test_v2_4_1_they_are_kept_as_argon2id_with_salts_of_their_own(self):
        site.add_person("Salted", "read_only")
        hashes = [row[0] for row in stored('select password_hash from "user" where password_hash is not null')]
        self.assertGreater(len(hashes), 1)
        self.assertEqual(len(set(hashes)), len(hashes), "equal passwords, different hashes")
        for encoded in hashes:
            _, kind, version, _, salt, _ = encoded.split("$")
            self.assertEqual((kind, version), ("argon2id", "v=19"))
            self.assertGreaterEqual(len(salt), 22)

    def test_v2_4_5_guessing_them_costs_15_mib_and_two_passes_at_least(self):
        for (encoded,) in stored('select password_hash from "user" where password_hash is not null'):
            memory, passes, lanes = (int(part.split("=")[1]) for part in encoded.split("$")[3].split(","))
            self.assertGreaterEqual(memory, 15 * 1024)
            self.assertGreaterEqual(passes, 2)
            self.assertGreaterEqual(lanes, 1)

    def test_v2_5_4_there_are_no_default_accounts(self):
        fresh = Site()
        try:
            self.assertEqual(fresh.ask("GET", "/api/v1/users?$count=true").json()["@odata.count"], 1)
        finally:
            fresh.stop()


class Sessions(unittest.TestCase):
    def test_v3_1_1_secrets_stand_in_no_address(self):
        answer = site.sign_in("ada@example.com")
        secret = answer.session().split("=")[1]
        self.assertNotIn(secret, answer.text)
        for name in ("token", "access_token", "session", "clientela_session"):
            for value in (secret, site.token):
                self.assertEqual(site.ask("GET", f"/auth/me?{name}={value}", token="").status, 401)

    def test_v3_2_1_signing_in_makes_a_new_session(self):
        planted = "clientela_session=planted-by-an-attacker-0123456789abcdefghijk"
        first = site.sign_in("ada@example.com", headers={"Cookie": planted}).session()
        self.assertNotEqual(first, planted)
        self.assertEqual((who(planted), who(first)), (401, 200))
        second = site.sign_in("ada@example.com", headers={"Cookie": first}).session()
        self.assertEqual((who(first), who(second)), (401, 200))

    def test_v3_2_2_a_session_is_256_random_bits(self):
        secrets = {site.session("ada@example.com").split("=")[1] for _ in range(4)}
        self.assertEqual(len(secrets), 4)
        for secret in secrets:
            self.assertRegex(secret, r"^[\w-]{43}$")

    def test_v3_2_4_only_hashes_of_sessions_and_tokens_are_kept(self):
        secret = site.session("ada@example.com").split("=")[1]
        for table, text in (("session", secret), ("token", site.token)):
            self.assertEqual(len(stored(f"select 1 from {table} where token_hash = ?",
                                        hashlib.sha256(text.encode()).hexdigest())), 1)
            for file in site.store.iterdir():
                if file.is_file():
                    self.assertNotIn(text.encode(), file.read_bytes(), file)

    def test_v3_3_1_signing_out_ends_the_session(self):
        session = site.session("ada@example.com")
        self.assertEqual(who(session), 200)
        answer = site.ask("POST", "/auth/logout", "", OURS, session=session)
        self.assertIn("Max-Age=0", answer.header("set-cookie"))
        self.assertEqual(who(session), 401)

    def test_v3_3_2_a_session_ends_after_12_hours_of_rest_and_30_days(self):
        secret = site.session("ada@example.com").split("=")[1]
        digest = hashlib.sha256(secret.encode()).hexdigest()
        [(rest,)] = stored("select expires_at - last_seen_at from session where token_hash = ?", digest)
        self.assertEqual(rest, 12 * 3600 * 1000)
        with sqlite3.connect(next(site.store.glob("*.db")), timeout=20) as store:
            store.execute("update session set expires_at = last_seen_at - 1 where token_hash = ?", (digest,))
        self.assertEqual(who(f"clientela_session={secret}"), 401)

    def test_v3_3_3_a_new_password_ends_all_other_sessions(self):
        email = site.add_person("Many", "read_only")
        here, there = site.session(email), site.session(email)
        self.assertEqual((who(here), who(there)), (200, 200))
        site.ask("POST", "/auth/me/password", {"current": PASSWORD, "password": OTHER}, OURS, session=here)
        self.assertEqual((who(here), who(there)), (200, 401))

    def test_v3_3_3_a_closed_account_is_out_at_once(self):
        email = site.add_person("Leaver", "read_only")
        session, token = site.session(email), site.token_of(email)
        self.assertEqual((who(session), site.ask("GET", "/auth/me", token=token).status), (200, 200))
        site.cli("user", "disable", email)
        self.assertEqual((who(session), site.ask("GET", "/auth/me", token=token).status), (401, 401))
        self.assertEqual(site.sign_in(email).status, 401)

    def test_v3_4_2_scripts_cannot_read_the_cookie(self):
        self.assertIn("; HttpOnly", site.sign_in("ada@example.com").header("set-cookie"))

    def test_v3_4_3_the_cookie_stays_with_our_own_site(self):
        self.assertIn("; SameSite=Lax", site.sign_in("ada@example.com").header("set-cookie"))

    def test_v3_5_2_a_token_cannot_make_another(self):
        self.assertEqual(site.ask("POST", "/api/v1/tokens", {"name": "more"}).status, 403)

    def test_v3_7_1_a_token_cannot_change_the_password(self):
        body = {"current": PASSWORD, "password": OTHER}
        self.assertEqual(site.ask("POST", "/auth/me/password", body).status, 403)


if __name__ == "__main__":
    unittest.main()
