#!/usr/bin/env python3
"""Sends HJ 212 frames to a gateway over TCP and prints what it answers.

Each line of the file is a whole frame (##0101QN=...), a segment without length and CRC (QN=... or ST=...),
or a JSON object with either under "frame". Empty lines and lines that begin with "# " are left out.
Only the standard library is used.
"""

import argparse
import json
import re
import socket
import sys
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
FRAME = re.compile(rb"##\d{4}(.*?)[0-9A-Fa-f]{4}\r\n", re.DOTALL)


def crc16(segment):
    """The CRC of HJ 212-2017 annex A: unlike CRC-16/MODBUS it drops the register's low byte."""
    crc = 0xFFFF
    for byte in segment:
        crc = (crc >> 8) ^ byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def frame_of(segment):
    return b"##%04d%s%04X\r\n" % (len(segment), segment, crc16(segment))


def read_lines(path):
    with sys.stdin if path == "-" else open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            text = line.rstrip("\r\n")
            if text.lstrip().startswith("{"):
                text = json.loads(text).get("frame", "")
            if text and not text.startswith("# "):
                yield text.rstrip("\r\n").encode("utf-8")


def at_present(segment):
    """Sets QN and every DataTime to the present time in China."""
    now = datetime.now(CHINA)
    wall = now.strftime("%Y%m%d%H%M%S").encode()
    segment = re.sub(rb"QN=\d{17}", b"QN=" + wall + b"%03d" % (now.microsecond // 1000), segment)
    return re.sub(rb"DataTime=\d{14}", b"DataTime=" + wall, segment)


def to_bytes(text, now):
    """The bytes to send. A frame that is whole stays as it is, with its faults, unless --now changes it."""
    if not text.startswith(b"##"):
        return frame_of(at_present(text) if now else text)
    if now:
        inner = re.fullmatch(rb"##\d{4}(.*)[0-9A-Fa-f]{4}", text, re.DOTALL)
        if inner:
            return frame_of(at_present(inner.group(1)))
    return text + b"\r\n"


def answers(connection, pending, wait):
    """Yields complete answers until none has come for `wait` seconds; `pending` keeps an unfinished one."""
    connection.settimeout(wait)
    while True:
        found = FRAME.search(bytes(pending))
        if found:
            segment = bytes(found.group(1))
            del pending[: found.end()]
            yield segment
            continue
        try:
            more = connection.recv(65536)
        except TimeoutError:
            return
        if not more:
            raise ConnectionError("the gateway closed the connection")
        pending += more


def describe(segment):
    fields = dict(part.split(b"=", 1) for part in segment.split(b";") if b"=" in part)
    meaning = {b"9011": "answer to a request", b"9013": "notice received", b"9014": "data is stored"}
    command = fields.get(b"CN", b"?")
    return "CN=%s (%s) QN=%s MN=%s" % (
        command.decode("ascii", "replace"),
        meaning.get(command, "?"),
        fields.get(b"QN", b"-").decode("ascii", "replace"),
        fields.get(b"MN", b"-").decode("ascii", "replace"),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", help="host:port of the gateway's HJ 212 port")
    parser.add_argument("file", help="file with frames; - for standard input")
    parser.add_argument("--now", action="store_true", help="set QN and DataTime to the present time")
    parser.add_argument("--wait", type=float, default=2.0, help="seconds to wait for an answer (default 2)")
    options = parser.parse_args()
    host, _, port = options.address.rpartition(":")
    sent = answered = 0
    pending = bytearray()
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=10) as connection:
            for text in read_lines(options.file):
                frame = to_bytes(text, options.now)
                connection.sendall(frame)
                sent += 1
                print("->", text[:100].decode("utf-8", "replace"))
                got = False
                for segment in answers(connection, pending, options.wait):
                    got = True
                    answered += 1
                    print("<-", describe(segment))
                    break
                if not got:
                    print("<- nothing within %g s" % options.wait)
    except (OSError, ValueError) as error:
        print("error:", error, file=sys.stderr)
        return 1
    print("%d sent, %d answered" % (sent, answered))
    return 0


if __name__ == "__main__":
    sys.exit(main())
