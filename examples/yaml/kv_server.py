"""A small replicated key-value store over HTTP: the system under test of this example.

    GET  /keys/KEY                       200 with the value, 404 if absent
    PUT  /keys/KEY   VALUE               200
    POST /keys/KEY   {"old":…, "new":…}  200, or 409 if the value is another
    GET  /health                         200
    GET  /role                           200 with "primary" or "backup"

The first node is the primary. It appends each change to a file before it answers, and the other
nodes ask it for everything: one copy, linearizable, and not available while the primary is not.
With --reads local the other nodes answer reads from copies that follow the primary some time later:
faster, and stale.
"""

import argparse
import http.client
import json
import os
import queue
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 2


class Store:
    def __init__(self, path):
        self.lock = threading.Lock()
        self.values = {}
        self.listeners = []
        if os.path.exists(path):
            with open(path) as log:
                for line in log:
                    if line.endswith("\n"):
                        key, value = json.loads(line)
                        self.values[key] = value
            if os.path.getsize(path) > 0:
                with open(path, "rb+") as log:
                    whole = log.read().rfind(b"\n") + 1
                    log.truncate(whole)
        self.log = open(path, "a")

    def get(self, key):
        with self.lock:
            return self.values.get(key)

    def put(self, key, value):
        with self.lock:
            self._set(key, value)

    def swap(self, key, old, new):
        with self.lock:
            if self.values.get(key) != old:
                return False
            self._set(key, new)
            return True

    def _set(self, key, value):
        self.log.write(json.dumps([key, value]) + "\n")
        self.log.flush()
        self.values[key] = value
        for changes in self.listeners:
            changes.put((key, value))


def request(address, method, path, body=None, header=None):
    """One request, sent once. Raises OSError or HTTPException if there is no answer."""
    connection = http.client.HTTPConnection(address, timeout=PATIENCE)
    try:
        connection.request(method, path, body, {header: "1"} if header else {})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def follow(address, changes):
    """Sends the primary's changes to one backup, in order, each until it has been taken."""
    while True:
        key, value = changes.get()
        taken = False
        while not taken:
            try:
                status, _ = request(address, "PUT", "/keys/" + key, str(value), "Copy")
                taken = status == 200
            except (OSError, http.client.HTTPException):
                pass
            if not taken:
                time.sleep(0.1)


def watch(address):
    """Asks another node for its health now and then, so that each link carries something."""
    while True:
        time.sleep(0.3)
        try:
            request(address, "GET", "/health")
        except (OSError, http.client.HTTPException):
            pass


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *arguments):
        pass

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_request(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        server = self.server
        if self.path == "/health":
            return self.answer(200, b"ok")
        if self.path == "/role":
            return self.answer(200, b"primary" if server.is_primary else b"backup")
        if not self.path.startswith("/keys/"):
            return self.answer(404)
        is_local = server.is_primary or "Copy" in self.headers
        if not is_local and not (self.command == "GET" and server.reads == "local"):
            try:
                return self.answer(*request(server.primary, self.command, self.path, body))
            except (OSError, http.client.HTTPException):
                return self.answer(503, b"no answer from the primary")
        key = self.path[len("/keys/"):]
        if self.command == "GET":
            value = server.store.get(key)
            return self.answer(404) if value is None else self.answer(200, str(value).encode())
        if self.command == "PUT":
            server.store.put(key, int(body))
            return self.answer(200)
        change = json.loads(body)
        is_done = server.store.swap(key, change["old"], change["new"])
        return self.answer(200 if is_done else 409)

    do_GET = do_PUT = do_POST = handle_request


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        # A client that went away is no error of the server; Python would print a traceback.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def serve(port, settings):
    server = Server(("", port), Handler)
    for name, value in settings.items():
        setattr(server, name, value)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--index", type=int)
    parser.add_argument("--client-port", type=int)
    parser.add_argument("--peer-port", type=int)
    parser.add_argument("--nodes", help="addresses of the peer ports, separated by commas")
    parser.add_argument("--data")
    parser.add_argument("--reads", choices=["primary", "local"])
    arguments = parser.parse_args()
    nodes = arguments.nodes.split(",")
    store = Store(arguments.data)
    is_primary = arguments.index == 0
    if is_primary and arguments.reads == "local":
        for backup in nodes[1:]:
            changes = queue.Queue()
            store.listeners.append(changes)
            threading.Thread(target=follow, args=(backup, changes), daemon=True).start()
    settings = {
        "store": store,
        "is_primary": is_primary,
        "primary": nodes[0],
        "reads": arguments.reads,
    }
    serve(arguments.peer_port, settings)
    serve(arguments.client_port, settings)
    for index, peer in enumerate(nodes):
        if index != arguments.index:
            threading.Thread(target=watch, args=(peer,), daemon=True).start()
    print("serving", flush=True)
    threading.Event().wait()


main()
