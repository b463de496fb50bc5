# SPDX-License-Identifier: Apache-2.0
"""The company of one scenario: a server on a fresh store, its people, and its records in people's words."""
import json
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import uuid

from language import Wrong
from serving import PROGRAM, TOKEN, wait_for

ADMINISTRATOR = "Ada"


class Answer:
    def __init__(self, status: int, headers, body: bytes):
        self.status = status
        self.headers = headers
        self.text = body.decode()

    @property
    def ok(self) -> bool:
        return self.status < 300

    def json(self):
        return json.loads(self.text)


class World:
    def __init__(self, store: str, port: int):
        self.store = ["--store", store]
        self.address = f"http://127.0.0.1:{port}"
        self.tokens = {}
        self.command("user", "add", "ada@example.com", "--name", ADMINISTRATOR, "--role", "administrator")
        self.add_token(ADMINISTRATOR, "ada@example.com")
        self.told = tempfile.TemporaryFile("w+")  # a pipe that nobody reads would stop the server
        self.server = subprocess.Popen([PROGRAM, "serve", *self.store, "--listen", f"127.0.0.1:{port}"],
                                       stdout=subprocess.DEVNULL, stderr=self.told)
        try:
            self.wait_for_server()
            self.learn()
        except BaseException:
            self.stop()
            raise

    def command(self, *words: str) -> str:
        done = subprocess.run([PROGRAM, *words, *self.store], capture_output=True, text=True)
        if done.returncode:
            raise Wrong(f"clientela {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def add_token(self, name: str, email: str) -> None:
        self.tokens[name] = TOKEN.search(self.command("token", "add", email, "--name", "scenario"))[0]

    def wait_for_server(self) -> None:
        try:
            wait_for(f"{self.address}/health/live", 60, lambda: self.server.poll() is None)
        except OSError as problem:
            self.told.seek(0)
            raise Wrong(f"the server does not answer: {self.told.read()}") from problem

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(60)

    def learn(self) -> None:
        """Objects and fields by their English labels, as the administrator sees them."""
        self.objects = self.ask(ADMINISTRATOR, "GET", "definitions").json()["objects"]

    def ask(self, person: str, method: str, path: str, body=None, headers=None) -> Answer:
        if person not in self.tokens:
            raise Wrong(f"nobody is called {person}")
        sent = {"Authorization": f"Bearer {self.tokens[person]}", "Accept-Language": "en",
                "Prefer": 'odata.include-annotations="clientela.*"', **(headers or {})}
        if method != "GET":
            sent["Idempotency-Key"] = str(uuid.uuid4())
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        request = urllib.request.Request(f"{self.address}/api/v1/{path}", body, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refusal:
            return Answer(refusal.code, refusal.headers, refusal.read())

    def must(self, *request, **more):
        answer = self.ask(*request, **more)
        if not answer.ok:
            raise Wrong(f"{request[1]} {request[2]} as {request[0]}: {answer.status} {answer.text}")
        return answer.json() if answer.text else None

    # Words of people.

    def object(self, words: str) -> dict:
        for one in self.objects:
            if words.lower() in (one["name"], *(label.lower() for label in one["label"]["en"])):
                return one
        raise Wrong(f"nothing is called {words}; there are " +
                    ", ".join(one["label"]["en"][1].lower() for one in self.objects))

    def field(self, of: dict, words: str) -> dict:
        for one in [*of["fields"], *({**link, "type": "links"} for link in of.get("many_links", []))]:
            label = one["label"]["en"]
            if words.lower() in (one["name"], (label if isinstance(label, str) else label[1]).lower()):
                return one
        raise Wrong(f"{of['name']} have no field {words}; there are " +
                    ", ".join(str(one["label"]["en"]) for one in of["fields"]))

    def find(self, of: dict, title: str, bin: bool = False) -> dict:
        """The record of this title, as the administrator sees it; one in the bin when asked for."""
        text = title.replace("'", "''")
        field = "label_en" if of["name"] == "roles" else of["title"]  # roles are spoken of in English here
        options = {"bin": "true"} if bin else {}
        if self.field(of, field)["type"] != "option":
            options["$filter"] = f"{field} eq '{text}'"
        found = self.must(ADMINISTRATOR, "GET", f"{of['name']}?{urllib.parse.urlencode(options)}")["value"]
        if self.field(of, field)["type"] == "option":  # all alike: the second line tells them apart
            found = [one for one in found if one.get(of["subtitle"]) == title]
        if len(found) != 1:
            raise Wrong(f"{len(found)} {of['name']} are called {title}")
        return found[0]

    def path(self, of: dict, title: str, bin: bool = False) -> str:
        return f"{of['name']}('{self.find(of, title, bin)['id']}')"

    def written(self, field: dict, text: str):
        """A cell as the API takes it."""
        kind = field["type"]
        if text == "":
            return [] if kind == "links" else None
        if kind == "link":
            return self.find(self.object(field["target"]), text)["id"]
        if kind == "links":
            return [self.find(self.object(field["target"]), one.strip())["id"] for one in text.split(",")]
        if kind == "option":
            for option in field["options"]:
                if text.lower() in (option["value"], option["label"]["en"].lower()):
                    return option["value"]
            return text
        if kind == "boolean":
            return {"yes": True, "no": False}.get(text.lower(), text)
        if kind == "money":
            amount, _, currency = text.partition(" ")
            return {"amount": amount, "currency": currency}
        if kind in ("integer", "decimal"):
            return float(text) if "." in text else int(text)
        return text

    def body(self, of: dict, cells: dict, creating: bool) -> dict:
        fields = {head: self.field(of, head) for head in cells}
        return {fields[head]["name"]: self.written(fields[head], text) for head, text in cells.items()
                if text != "" or not creating}

    def shown(self, field: dict, record: dict) -> str:
        """A value as the page would show it in English."""
        value = record.get(field["name"])
        return self.value_shown(field, value, record.get(f"{field['name']}@clientela.label"))

    def value_shown(self, field: dict, value, label=None) -> str:
        if value is None or value == []:
            return ""
        kind = field["type"]
        if kind == "link":
            return label if label is not None else self.title_of(field["target"], value)
        if kind == "links":
            return ", ".join(sorted(self.title_of(field["target"], one) for one in value))
        if kind == "option":
            return next((option["label"]["en"] for option in field["options"] if option["value"] == value), value)
        if kind == "boolean":
            return "yes" if value else "no"
        if kind == "money":
            return f"{value['amount']} {value['currency']}"
        return str(value)

    def title_of(self, name: str, identifier: str) -> str:
        of = self.object(name)
        return self.must(ADMINISTRATOR, "GET", f"{name}('{identifier}')")[of["title"]]
