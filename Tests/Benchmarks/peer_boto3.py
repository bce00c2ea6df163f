"""Lists a bucket with boto3's paginator; prints how many keys there are. usage: peer_boto3.py BUCKET"""
import sys

import boto3

pages = boto3.client("s3").get_paginator("list_objects_v2").paginate(Bucket=sys.argv[1])
print(sum(len(page.get("Contents", [])) for page in pages))
