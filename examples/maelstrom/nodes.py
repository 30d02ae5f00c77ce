#!/usr/bin/env python3
"""Small Maelstrom nodes, one for each workload, right unless --bug is given.

  nodes.py echo                       the answer is what was said
  nodes.py unique-ids [--bug]         bug: nodes count without their names
  nodes.py g-set [--bug]              bug: nodes keep what they have for themselves
  nodes.py broadcast [--bug]          bug: messages are sent once, and not again if they are lost
  nodes.py pn-counter [--bug]         bug: an addition reads and writes without compare-and-set
  nodes.py lin-kv [--bug]             bug: reads are answered from a cache
  nodes.py kafka [--bug]              bug: a message is written without asking whether another was first
  nodes.py txn-list-append [--bug]    bug: transactions do not ask whether what they read is still true
"""
import json
import sys
import threading
import time

RETRY_SECONDS = 0.3
GOSSIP_SECONDS = 0.2
SERVICE_SECONDS = 2


class Refused(Exception):
    """An error of the protocol: a number and a text."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class Node:
    """Reads messages, answers requests, and makes requests of its own."""

    def __init__(self):
        self.name = None
        self.others = []
        self.handlers = {"init": self.init}
        self.lock = threading.RLock()
        self.last_id = 0
        self.waiting = {}

    def init(self, body):
        self.name = body["node_id"]
        self.others = [n for n in body["node_ids"] if n != self.name]
        return {}

    def send(self, dest, body):
        with self.lock:
            print(json.dumps({"src": self.name, "dest": dest, "body": body}), flush=True)

    def call(self, dest, body, seconds=SERVICE_SECONDS):
        """Sends a request; the reply's body, or Refused."""
        arrived = threading.Event()
        with self.lock:
            self.last_id += 1
            own = self.last_id
            self.waiting[own] = [arrived, None]
        self.send(dest, {**body, "msg_id": own})
        arrived.wait(seconds)
        reply = self.waiting.pop(own)[1]
        if reply is None:
            raise Refused(0, dest + " has not answered")
        if reply["type"] == "error":
            raise Refused(reply["code"], reply.get("text", ""))
        return reply

    def answer(self, source, body):
        try:
            handler = self.handlers.get(body["type"])
            if handler is None:
                raise Refused(10, "there is no " + body["type"])
            reply = {"type": body["type"] + "_ok", **handler(body)}
        except Refused as refused:
            reply = {"type": "error", "code": refused.code, "text": str(refused)}
        if "msg_id" in body:
            self.send(source, {**reply, "in_reply_to": body["msg_id"]})

    def run(self):
        for line in sys.stdin:
            message = json.loads(line)
            body = message["body"]
            waiting = self.waiting.get(body.get("in_reply_to"))
            if waiting:
                waiting[1] = body
                waiting[0].set()
            elif "in_reply_to" not in body:
                threading.Thread(
                    target=self.answer, args=(message["src"], body), daemon=True
                ).start()


def echo(node, bug):
    node.handlers["echo"] = lambda body: {"echo": body["echo"]}


def unique_ids(node, bug):
    count = [0]

    def generate(body):
        with node.lock:
            count[0] += 1
            return {"id": count[0] if bug else "%s-%d" % (node.name, count[0])}

    node.handlers["generate"] = generate


def g_set(node, bug):
    elements = set()

    def add(body):
        with node.lock:
            elements.add(body["element"])
        return {}

    def merge(body):
        with node.lock:
            elements.update(body["elements"])
        return {}

    def gossip():
        while True:
            time.sleep(GOSSIP_SECONDS)
            with node.lock:
                all_elements = sorted(elements)
            for other in [] if bug else node.others:
                node.send(other, {"type": "merge", "elements": all_elements})

    node.handlers.update(add=add, merge=merge, read=lambda body: {"value": sorted(elements)})
    threading.Thread(target=gossip, daemon=True).start()


def broadcast(node, bug):
    seen = set()
    neighbours = []

    def topology(body):
        neighbours[:] = body["topology"][node.name]
        return {}

    def deliver(other, message):
        while True:
            try:
                return node.call(other, {"type": "broadcast", "message": message}, RETRY_SECONDS)
            except Refused:
                if bug:
                    return None

    def take(body):
        message = body["message"]
        with node.lock:
            is_new = message not in seen
            seen.add(message)
        for other in neighbours if is_new else []:
            threading.Thread(target=deliver, args=(other, message), daemon=True).start()
        return {}

    node.handlers.update(
        topology=topology, broadcast=take, read=lambda body: {"messages": sorted(seen)}
    )


def value_of(node, service, key, absent):
    try:
        return node.call(service, {"type": "read", "key": key})["value"]
    except Refused as refused:
        if refused.code == 20:
            return absent
        raise


def pn_counter(node, bug):
    def add(body):
        while True:
            value = value_of(node, "lin-kv", "sum", 0)
            change = {"key": "sum", "value": value + body["delta"]}
            if bug:
                node.call("lin-kv", {"type": "write", **change})
                return {}
            try:
                swap = {"key": "sum", "from": value, "to": value + body["delta"]}
                node.call("lin-kv", {"type": "cas", "create_if_not_exists": True, **swap})
                return {}
            except Refused as refused:
                if refused.code != 22:
                    raise

    node.handlers.update(
        add=add, read=lambda body: {"value": value_of(node, "lin-kv", "sum", 0)}
    )


def lin_kv(node, bug):
    cache = {}

    def read(body):
        if bug and body["key"] in cache:
            return {"value": cache[body["key"]]}
        cache[body["key"]] = node.call("lin-kv", {"type": "read", "key": body["key"]})["value"]
        return {"value": cache[body["key"]]}

    def change(body):
        wanted = {name: body[name] for name in ("type", "key", "value", "from", "to") if name in body}
        node.call("lin-kv", wanted)
        return {}

    node.handlers.update(read=read, write=change, cas=change)


def txn_list_append(node, bug):
    """All lists are one value of lin-kv, which a transaction replaces if it is still the same."""

    def execute(body):
        before = value_of(node, "lin-kv", "lists", {})
        after = dict(before)
        done = []
        for function, key, value in body["txn"]:
            name = str(key)
            if function == "append":
                after[name] = after.get(name, []) + [value]
            done.append([function, key, after.get(name) if function == "r" else value])
        if bug:
            node.call("lin-kv", {"type": "write", "key": "lists", "value": after})
            return {"txn": done}
        try:
            swap = {"key": "lists", "from": before, "to": after}
            node.call("lin-kv", {"type": "cas", "create_if_not_exists": True, **swap})
        except Refused as refused:
            raise Refused(30, "another transaction was first") if refused.code == 22 else refused
        return {"txn": done}

    node.handlers["txn"] = execute


def kafka(node, bug):
    """Each log is a value of lin-kv, the list of its messages; so is each committed offset."""

    def replace(name, absent, changed):
        """Puts what a function makes of a value in its place; the value that it was made of."""
        while True:
            before = value_of(node, "lin-kv", name, absent)
            if bug:
                node.call("lin-kv", {"type": "write", "key": name, "value": changed(before)})
                return before
            try:
                swap = {"key": name, "from": before, "to": changed(before)}
                node.call("lin-kv", {"type": "cas", "create_if_not_exists": True, **swap})
                return before
            except Refused as refused:
                if refused.code != 22:
                    raise

    def send(body):
        before = replace("log " + body["key"], [], lambda log: log + [body["msg"]])
        return {"offset": len(before)}

    def poll(body):
        messages = {}
        for key, offset in body["offsets"].items():
            log = value_of(node, "lin-kv", "log " + key, [])
            messages[key] = [[i, log[i]] for i in range(offset, min(offset + 100, len(log)))]
        return {"msgs": messages}

    def commit(body):
        for key, offset in body["offsets"].items():
            replace("committed " + key, -1, lambda before, to=offset: max(before, to))
        return {}

    def committed(body):
        offsets = {key: value_of(node, "lin-kv", "committed " + key, -1) for key in body["keys"]}
        return {"offsets": {key: offset for key, offset in offsets.items() if offset >= 0}}

    node.handlers.update(
        send=send, poll=poll, commit_offsets=commit, list_committed_offsets=committed
    )


KINDS = {
    "kafka": kafka,
    "echo": echo,
    "unique-ids": unique_ids,
    "g-set": g_set,
    "broadcast": broadcast,
    "pn-counter": pn_counter,
    "lin-kv": lin_kv,
    "txn-list-append": txn_list_append,
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in KINDS:
        sys.exit(__doc__)
    the_node = Node()
    KINDS[sys.argv[1]](the_node, "--bug" in sys.argv[2:])
    the_node.run()
