"""The S3 server of the tests, as the environment of the tool and of boto3 describes it."""
import json
import os


def client(folder):
    """Sets the environment for the server in a folder of servers.

    Returns what is known about the server, and a client of boto3.
    """
    server = json.loads((folder / "servers.json").read_text())["moto"]
    os.environ |= {
        "AWS_ACCESS_KEY_ID": server["key"], "AWS_SECRET_ACCESS_KEY": server["secret"], "AWS_REGION": server["region"],
        "AWS_DEFAULT_REGION": server["region"], "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        "AWS_ENDPOINT_URL": server["url"],
    }
    import boto3  # It reads the environment.

    return server, boto3.client("s3")
