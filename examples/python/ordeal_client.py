"""Clients of Ordeal in Python: everything of the protocol, so that a client is one class.

    import ordeal_client

    class Client(ordeal_client.Client):
        def read(self, key): ...            # returns a whole number, or None if absent
        def write(self, key, value): ...
        def cas(self, key, old, new): ...   # False if the old value was another

    ordeal_client.run(Client)

A method that returns has happened. One that raises Fail certainly has not happened, and never will.
After any other exception the outcome is unknown, which is right for lost connections and time-outs.
What methods print goes to standard error, and so into clients.log of the run folder.

One file, no dependencies, Python 3.8 or later; copy it. The protocol is in docs/external-clients.md.
"""

import json
import sys
import traceback


class Fail(Exception):
    """The call certainly did not happen. lost=True if this client can make no more calls."""

    def __init__(self, error, lost=False):
        super().__init__(error)
        self.lost = lost


class Client:
    """Base class: one client of one node. Override __init__ to connect."""

    def __init__(self, node, host, port, contract, options):
        self.node = node
        self.host = host
        self.port = port
        self.contract = contract
        self.options = options


def run(client_class):
    """Answers Ordeal until its input ends."""
    answers, sys.stdout = sys.stdout, sys.stderr

    def answer(**fields):
        answers.write(json.dumps(fields) + "\n")
        answers.flush()

    client = None
    for line in sys.stdin:
        message = json.loads(line)
        operation = message.pop("op")
        if operation == "open":
            message.pop("protocol")
            try:
                client = client_class(**message)
            except Exception as error:
                answer(type="fail", error=_text(error))
                return
            answer(op="opened")
        elif operation == "invoke":
            number = message.pop("id")
            method = getattr(client, message.pop("function"))
            try:
                value = method(**message)
            except Fail as fail:
                answer(id=number, type="fail", error=str(fail), lost=fail.lost)
            except Exception as error:
                traceback.print_exc()
                answer(id=number, type="info", error=_text(error))
            else:
                answer(id=number, type="ok", value=value)


def _text(error):
    return "%s: %s" % (type(error).__name__, error)
