"""The credential service of machines and containers in Amazon's cloud: PORT KEY SECRET

  PUT /latest/api/token, GET /latest/meta-data/iam/security-credentials/[ROLE]   for a machine
  /brief/latest/...       the same, but credentials expire after a minute
  /container              for a container that knows the token
  /count                  how often credentials were returned
"""
import datetime
import http.server
import json
import sys

PORT, KEY, SECRET = int(sys.argv[1]), sys.argv[2], sys.argv[3]
TOKEN = "metadata-token=="
given = 0


def credentials(seconds):
    global given
    given += 1
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return json.dumps({"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": KEY, "SecretAccessKey": SECRET,
                       "Expiration": end.strftime("%Y-%m-%dT%H:%M:%SZ")})


class Metadata(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, text=""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def do_PUT(self):
        is_token = self.path.endswith("/latest/api/token")
        if not is_token or "X-aws-ec2-metadata-token-ttl-seconds" not in self.headers:
            return self.answer(400)
        self.answer(200, TOKEN)

    def do_GET(self):
        if self.path == "/count":
            return self.answer(200, str(given))
        if self.path == "/container":
            return self.answer(200, credentials(3600)) if self.headers["Authorization"] == "knows" else self.answer(401)
        if self.headers["X-aws-ec2-metadata-token"] != TOKEN:
            return self.answer(401)
        if self.path.endswith("/security-credentials/"):
            return self.answer(200, "a-role\n")
        if self.path.endswith("/security-credentials/a-role"):
            return self.answer(200, credentials(60 if self.path.startswith("/brief/") else 3600))
        self.answer(404)


http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Metadata).serve_forever()
