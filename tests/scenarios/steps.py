# SPDX-License-Identifier: Apache-2.0
"""What the sentences of scenarios do. docs/scenarios.md lists them for those who write one."""
import csv
import io
import json
import re
import time
import urllib.parse

from language import Wrong
from world import ADMINISTRATOR, World

SENTENCES = []  # pattern, method of Player; the first that fits the whole sentence counts
COUNTS = ("created", "updated", "unchanged", "skipped", "failed")


def sentence(kind: str, pattern: str):
    def remember(method):
        SENTENCES.append((kind, re.compile(pattern), method))
        return method
    return remember


class Player:
    def __init__(self, world: World):
        self.world = world
        self.answer = None   # of the last When
        self.job = None      # the last one started
        self.opened = {}     # etags by person and record, as read
        self.refused = None  # a When that failed and that no Then has spoken of yet

    def play(self, scenario) -> None:
        for step in scenario.steps:
            try:
                self.take(step)
            except Wrong as problem:
                raise Wrong(f"{scenario.path.name}:{step.line}: {step.kind} {step.text}\n    {problem}") from problem
        self.nothing_refused()

    def take(self, step) -> None:
        for kind, pattern, method in SENTENCES:
            found = pattern.fullmatch(step.text)
            if kind != step.kind or not found:
                continue
            if not method.__name__.startswith("is_refused"):
                self.nothing_refused()
            method(self, step, **found.groupdict())
            return
        raise Wrong("nobody knows what this sentence does")

    def nothing_refused(self) -> None:
        if self.refused:
            raise Wrong(f"the step before was refused: {self.refused}")

    def ask(self, *request, **more):
        self.answer = self.world.ask(*request, **more)
        self.refused = None if self.answer.ok else f"{self.answer.status} {self.answer.text}"
        return self.answer

    # Given

    @sentence("Given", r"the people")
    def people(self, step) -> None:
        users = self.world.object("users")
        for row in step.records():
            email = f"person{len(self.world.tokens)}@example.com"
            self.world.must(ADMINISTRATOR, "POST", "users",
                            {**self.world.body(users, row, True), "email": email})
            self.world.add_token(row["Name"], email)

    @sentence("Given", r"(?P<role>[\w ]+) may not (?P<what>see|change) the (?P<field>[\w ]+) of (?P<objects>[\w ]+)")
    def mask(self, step, role, what, field, objects) -> None:
        of = self.world.object(objects)
        name = self.world.field(of, field)["name"]
        found = self.world.find(self.world.object("roles"), role)
        masks = found.get("masks") or {}
        masks.setdefault(of["name"], {})[name] = "hidden" if what == "see" else "read"
        self.world.must(ADMINISTRATOR, "PATCH", f"roles('{found['id']}')", {"masks": masks})

    @sentence("Given", r"(?P<subject>[\w ]+) is about the (?P<object>[\w ]+) \"(?P<title>.+)\"")
    def regards(self, step, subject, object, title) -> None:
        activity = self.world.find(self.world.object("activities"), subject)
        of = self.world.object(object)
        self.world.must(ADMINISTRATOR, "POST", "activity_links",
                        {"activity_id": activity["id"], "object": of["name"],
                         "record_id": self.world.find(of, title)["id"]})

    @sentence("Given", r"the (?P<objects>[\w ]+)")
    def records(self, step, objects) -> None:
        of = self.world.object(objects)
        for row in step.records():
            self.world.must(ADMINISTRATOR, "POST", of["name"], self.world.body(of, row, True))

    # When

    @sentence("When", r"(?P<who>\w+) creates the (?P<objects>[\w ]+)")
    def create(self, step, who, objects) -> None:
        of = self.world.object(objects)
        for row in step.records():
            self.nothing_refused()
            self.ask(who, "POST", of["name"], self.world.body(of, row, True))

    @sentence("When", r"(?P<who>\w+) opens the (?P<object>[\w ]+) \"(?P<title>.+)\"")
    def open(self, step, who, object, title) -> None:
        path = self.world.path(self.world.object(object), title)
        self.opened[who, path] = self.ask(who, "GET", path).headers["ETag"]

    @sentence("When", r"(?P<who>\w+) changes the (?P<object>[\w ]+) \"(?P<title>.+)\"")
    def change(self, step, who, object, title) -> None:
        of = self.world.object(object)
        path = self.world.path(of, title)
        etag = self.opened.pop((who, path), None)
        self.ask(who, "PATCH", path, self.world.body(of, step.records()[0], False),
                 headers={"If-Match": etag} if etag else {})

    @sentence("When", r"(?P<who>\w+) deletes the (?P<object>[\w ]+) \"(?P<title>.+)\"")
    def delete(self, step, who, object, title) -> None:
        self.ask(who, "DELETE", self.world.path(self.world.object(object), title))

    @sentence("When", r"(?P<who>\w+) restores the (?P<object>[\w ]+) \"(?P<title>.+)\"")
    def restore(self, step, who, object, title) -> None:
        self.ask(who, "POST", self.world.path(self.world.object(object), title, bin=True) + "/restore")

    @sentence("When", r"(?P<who>\w+) looks for (?P<objects>[\w ]+) where (?P<filter>.+)")
    def look(self, step, who, objects, filter) -> None:
        query = urllib.parse.urlencode({"$filter": filter})
        self.ask(who, "GET", f"{self.world.object(objects)['name']}?{query}")

    @sentence("When", r"(?P<who>\w+) converts the lead \"(?P<title>.+)\"")
    def convert(self, step, who, title) -> None:
        self.ask(who, "POST", self.world.path(self.world.object("leads"), title) + "/convert", {})

    @sentence("When", r"(?P<who>\w+) (?P<action>changes|deletes) all (?P<objects>[\w ]+) where (?P<filter>.+)")
    def act_on_all(self, step, who, action, objects, filter) -> None:
        of = self.world.object(objects)
        act = {"action": {"changes": "edit", "deletes": "delete"}[action], "filter": filter}
        if action == "changes":
            act["values"] = self.world.body(of, step.records()[0], False)
        count = self.world.must(who, "POST", f"{of['name']}/bulk", {**act, "preview": True})["count"]
        self.start(who, f"{of['name']}/bulk", {**act, "expected_count": count})

    @sentence("When", r"(?P<who>\w+) imports (?P<objects>[\w ]+?)( matching the (?P<match>[\w ]+))?")
    def import_rows(self, step, who, objects, match) -> None:
        of = self.world.object(objects)
        columns = {head: self.world.field(of, head)["name"] for head in step.rows[0]}
        options = {"object": of["name"], "mapping": {"columns": columns}}
        if match:
            options["match"] = [self.world.field(of, match)["name"]]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(step.rows)
        mark = "the-border-between-the-parts"
        body = (f'--{mark}\r\nContent-Disposition: form-data; name="options"\r\n\r\n{json.dumps(options)}\r\n'
                f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="rows.csv"\r\n'
                f'Content-Type: text/csv\r\n\r\n{text.getvalue()}\r\n--{mark}--\r\n')
        self.start(who, "imports", body.encode(), {"Content-Type": f"multipart/form-data; boundary={mark}"})

    @sentence("When", r"(?P<who>\w+) takes that back")
    def take_back(self, step, who) -> None:
        self.start(who, f"jobs('{self.job['id']}')/undo", {})

    @sentence("When", r"(?P<who>\w+) adds to (?P<objects>[\w ]+) the field")
    def add_field(self, step, who, objects) -> None:
        row = step.records()[0]
        label = row["Name"]
        field = {"name": "c_" + re.sub(r"\W", "_", label.lower()), "type": row["Type"], "filterable": True,
                 "label": {"es": label, "en": label}}
        changes = {"changes": [{"do": "add_field", "object": self.world.object(objects)["name"], "field": field}]}
        plan = self.ask(who, "POST", "definitions/plan", changes)
        if plan.ok:
            self.ask(who, "POST", "definitions/apply", {**changes, "hash": plan.json()["hash"]})
            self.world.learn()

    @sentence("When", r"(?P<who>\w+) creates all or none of the (?P<objects>[\w ]+)")
    def create_together(self, step, who, objects) -> None:
        of = self.world.object(objects)
        requests = [{"id": str(number), "atomicityGroup": "all", "method": "POST", "url": of["name"],
                     "headers": {"Content-Type": "application/json"}, "body": self.world.body(of, row, True)}
                    for number, row in enumerate(step.records(), 1)]
        if self.ask(who, "POST", "$batch", {"requests": requests}).ok:
            refused = [one for one in self.answer.json()["responses"] if one["status"] >= 400]
            self.refused = json.dumps(refused, ensure_ascii=False) if refused else None

    @sentence("When", r"(?P<who>\w+) asks what an export of (?P<objects>[\w ]+) would hold")
    def ask_before_export(self, step, who, objects) -> None:
        self.ask(who, "POST", "exports", {"object": self.world.object(objects)["name"], "preview": True})

    @sentence("When", r"(?P<who>\w+) exports the (?P<objects>[\w ]+?)( where (?P<filter>.+))?")
    def export(self, step, who, objects, filter) -> None:
        self.start(who, "exports", {"object": self.world.object(objects)["name"], "filter": filter or "",
                                    "format": "csv", "headings": "labels", "formats": "plain"})

    @sentence("When", r"(?P<who>\w+) hands over what (?P<leaver>\w+) looks after to (?P<heir>\w+)"
                      r"(?P<close> and closes the account)?")
    def hand_over(self, step, who, leaver, heir, close) -> None:
        users = self.world.object("users")
        self.start(who, self.world.path(users, leaver) + "/reassign",
                   {"to": self.world.find(users, heir)["id"], "close": bool(close)})

    @sentence("When", r"(?P<who>\w+) reads all notices")
    def read_notices(self, step, who) -> None:
        self.ask(who, "POST", "notifications/read", {})

    @sentence("When", r"(?P<who>\w+) lays out the list of (?P<objects>[\w ]+) for (?P<whom>everybody|themselves) as")
    def lay_out(self, step, who, objects, whom) -> None:
        of = self.world.object(objects)
        place = {"everybody": "company", "themselves": "me"}[whom]
        self.ask(who, "PUT", f"layouts/{place}/{of['name']}",
                 {"list": [self.world.field(of, head)["name"] for head in step.rows[0]]})

    @sentence("When", r"(?P<who>\w+) takes back their own layout of (?P<objects>[\w ]+)")
    def drop_layout(self, step, who, objects) -> None:
        self.ask(who, "DELETE", f"layouts/me/{self.world.object(objects)['name']}")

    def start(self, who, path, body, headers=None) -> None:
        """Starts a job and waits for its end."""
        if not self.ask(who, "POST", path, body, headers=headers).ok:
            return
        identifier = self.answer.json()["id"]
        end = time.monotonic() + 60
        while True:
            self.job = self.world.must(who, "GET", f"jobs('{identifier}')")
            if self.job["state"] in ("done", "failed", "cancelled"):
                return
            if time.monotonic() > end:
                raise Wrong(f"the job does not end: {self.job}")
            time.sleep(0.02)

    # Then

    @sentence("Then", r"(it|that) is refused at (?P<field>[\w ]+) of (?P<objects>[\w ]+): (?P<text>.+)")
    def is_refused_at(self, step, field, objects, text) -> None:
        name = self.world.field(self.world.object(objects), field)["name"]
        details = [] if not self.refused else self.answer.json()["error"].get("details", [])
        if not any(one["target"] == name and text in one["message"] for one in details):
            raise Wrong(f"no such refusal: {self.answer.status} {self.answer.text}")
        self.refused = None

    @sentence("Then", r"(it|that) is refused(: (?P<text>.+))?")
    def is_refused(self, step, text) -> None:
        if not self.refused:
            raise Wrong(f"it was not refused: {self.answer.status} {self.answer.text}")
        if text and text not in self.answer.text:
            raise Wrong(f"it was refused with other words: {self.answer.text}")
        self.refused = None

    @sentence("Then", r"(?P<who>\w+) sees no (?P<objects>[\w ]+?)( where (?P<filter>.+))?")
    def sees_none(self, step, who, objects, filter) -> None:
        found = self.listed(who, self.world.object(objects), filter)
        if found:
            raise Wrong(f"{who} sees {len(found)}: {json.dumps(found, ensure_ascii=False)}")

    @sentence("Then", r"(?P<who>\w+) sees the (?P<objects>[\w ]+?)( where (?P<filter>.+))?")
    def sees(self, step, who, objects, filter) -> None:
        of = self.world.object(objects)
        fields = [self.world.field(of, head) for head in step.rows[0]]
        found = sorted([self.world.shown(field, one) for field in fields] for one in self.listed(who, of, filter))
        self.same(found, sorted(step.rows[1:]))

    @sentence("Then", r"(?P<who>\w+) finds \"(?P<text>.+)\" in")
    def finds(self, step, who, text) -> None:
        wanted = sorted(step.rows[1:])
        found = []
        for _ in range(100):  # the index follows the log
            hits = self.world.must(who, "GET", "search?" + urllib.parse.urlencode({"q": text}))["value"]
            found = sorted([self.world.object(hit["object"])["label"]["en"][0], hit["label"]] for hit in hits)
            if found == wanted:
                return
            time.sleep(0.05)
        self.same(found, wanted)

    @sentence("Then", r"(?P<who>\w+) may not find the (?P<object>[\w ]+) \"(?P<title>.+)\"")
    def not_found(self, step, who, object, title) -> None:
        answer = self.world.ask(who, "GET", self.world.path(self.world.object(object), title))
        if answer.status != 404:
            raise Wrong(f"{answer.status} {answer.text}")

    @sentence("Then", r"(?P<who>\w+) sees the (?P<object>[\w ]+) \"(?P<title>.+)\" because: (?P<reason>.+)")
    def why(self, step, who, object, title, reason) -> None:
        told = self.world.must(who, "GET", self.world.path(self.world.object(object), title) + "/why")
        texts = [one["text"] for one in told["reasons"]]
        if reason not in texts:
            raise Wrong(f"the reasons are: {' / '.join(texts)}")

    @sentence("Then", r"the receipt says (?P<counts>\d.+)")
    def receipt(self, step, counts) -> None:
        receipt = self.job["receipt"]
        if receipt is None:
            raise Wrong(f"there is no receipt: {self.job}")
        if receipt["rows"] != sum(receipt[name] for name in COUNTS):
            raise Wrong(f"the receipt does not add up: {receipt}")
        told = {name: int(count) for count, name in (one.split() for one in counts.split(", "))}
        self.same([receipt[name] for name in COUNTS], [told.get(name, 0) for name in COUNTS])

    @sentence("Then", r"it would hold (?P<exportable>\d+) of (?P<count>\d+)")
    def would_hold(self, step, exportable, count) -> None:
        reach = self.answer.json()
        self.same([reach["exportable"], reach["count"], reach["left_out"]],
                  [int(exportable), int(count), int(count) - int(exportable)])

    @sentence("Then", r"(?P<who>\w+) gets a file with")
    def file_holds(self, step, who) -> None:
        answer = self.world.ask(who, "GET", f"exports('{self.job['id']}')/file")
        if not answer.ok:
            raise Wrong(f"{answer.status} {answer.text}")
        rows = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
        self.same(sorted([row.get(head) for head in step.rows[0]] for row in rows), sorted(step.rows[1:]))

    @sentence("Then", r"(?P<who>\w+) gets no file")
    def no_file(self, step, who) -> None:
        answer = self.world.ask(who, "GET", f"exports('{self.job['id']}')/file")
        if answer.status not in (403, 404):
            raise Wrong(f"{answer.status} {answer.text}")

    @sentence("Then", r"the receipt says that (?P<left>\d+) of (?P<matched>\d+) were left out")
    def left_out(self, step, left, matched) -> None:
        receipt = self.job["receipt"]
        self.same([receipt["left_out"], receipt["matched"], receipt["exported"]],
                  [int(left), int(matched), int(matched) - int(left)])

    @sentence("Then", r"(?P<who>\w+) may not enter any more")
    def may_not_enter(self, step, who) -> None:
        answer = self.world.ask(who, "GET", "auth/me")
        if answer.status != 401:
            raise Wrong(f"{answer.status} {answer.text}")

    @sentence("Then", r"(?P<who>\w+) has the unread notices")
    def has_notices(self, step, who) -> None:
        self.notices(who, sorted(step.rows[1:]))

    @sentence("Then", r"(?P<who>\w+) has no unread notice")
    def has_no_notice(self, step, who) -> None:
        self.notices(who, [])

    def notices(self, who, wanted) -> None:
        of = self.world.object("notifications")
        fields = [self.world.field(of, head) for head in ("Kind", "Title")]
        for _ in range(100):  # they follow the log
            found = sorted([self.world.shown(field, one) for field in fields]
                           for one in self.listed(who, of, "read_at eq null"))
            if found == wanted:
                return
            time.sleep(0.05)
        self.same(found, wanted)

    @sentence("Then", r"(?P<who>\w+) has the list of (?P<objects>[\w ]+) laid out as")
    def laid_out(self, step, who, objects) -> None:
        of = self.world.object(objects)
        served = self.world.must(who, "GET", "definitions")["objects"]
        views = next(one for one in served if one["name"] == of["name"])["views"]
        self.same(views["list"], [self.world.field(of, head)["name"] for head in step.rows[0]])

    @sentence("Then", r"the rows that failed are")
    def failures(self, step) -> None:
        listed = self.world.must(ADMINISTRATOR, "GET", f"jobs('{self.job['id']}')/failures")["value"]
        of = self.world.object(self.job["object"])
        self.same(sorted([str(one["row"]), self.world.field(of, one["field"])["label"]["en"], one["message"]]
                         for one in listed), sorted(step.rows[1:]))

    @sentence("Then", r"the history of the (?P<object>[\w ]+) \"(?P<title>.+)\" says")
    def history(self, step, object, title) -> None:
        of = self.world.object(object)
        lines = self.world.must(ADMINISTRATOR, "GET", self.world.path(of, title) + "/timeline?top=100")["value"]
        told = []
        for line in reversed([one for one in lines if one["kind"] == "change" and one["op"] == "update"]):
            for one in line["changes"]:
                field = self.world.field(of, one["field"])
                told.append([line["actor"]["name"], field["label"]["en"],
                             self.world.value_shown(field, one["before"], one.get("before_label")),
                             self.world.value_shown(field, one["after"], one.get("after_label"))])
        self.same(told, step.rows[1:])

    def listed(self, who, of, filter) -> list:
        query = urllib.parse.urlencode({"$top": 200, **({"$filter": filter} if filter else {})})
        answer = self.world.ask(who, "GET", f"{of['name']}?{query}")
        if answer.status == 404:  # no right on any of them
            return []
        if not answer.ok:
            raise Wrong(f"{answer.status} {answer.text}")
        return answer.json()["value"]

    def same(self, found, wanted) -> None:
        if found != wanted:
            raise Wrong(f"wanted {json.dumps(wanted, ensure_ascii=False)}\n"
                        f"    but it is {json.dumps(found, ensure_ascii=False)}")
