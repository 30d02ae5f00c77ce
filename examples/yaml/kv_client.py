"""A client of the key-value store, as a program: see kv-external.yml."""

import http.client

import ordeal_client


class Client(ordeal_client.Client):
    def __init__(self, **about):
        super().__init__(**about)
        self.connection = http.client.HTTPConnection(self.host, self.port)
        # Opening fails if nobody answers: then no call was made.
        self.request("GET", "/health")

    def request(self, method, path, body=None):
        """Sends a request once; no answer is an exception, and so an unknown outcome."""
        self.connection.request(method, path, body)
        response = self.connection.getresponse()
        text = response.read().decode()
        if response.status >= 500:
            raise OSError("status %d: %s" % (response.status, text))
        return response.status, text

    def read(self, key):
        status, text = self.request("GET", "/keys/%d" % key)
        if status not in (200, 404):
            raise OSError("status %d: %s" % (status, text))
        return None if status == 404 else int(text)

    def write(self, key, value):
        status, text = self.request("PUT", "/keys/%d" % key, str(value))
        if status != 200:
            raise OSError("status %d: %s" % (status, text))

    def cas(self, key, old, new):
        body = '{"old": %d, "new": %d}' % (old, new)
        status, text = self.request("POST", "/keys/%d" % key, body)
        if status not in (200, 409):
            raise OSError("status %d: %s" % (status, text))
        return status == 200


ordeal_client.run(Client)
