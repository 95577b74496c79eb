"""Ports that lead to hosts' SSH servers: they delay what passes, and count it. ports.py FIRST_PORT ROUND_TRIP_MS HOST...

For each line on stdin, prints as JSON what has passed since the last: of the host with the most of each.
"""
import asyncio
import json
import sys

FIRST, DELAY, HOSTS = int(sys.argv[1]), int(sys.argv[2]) / 2000, sys.argv[3:]


class Count:
    """What passed to and from one host; a turn is when the control machine's side begins to speak again."""

    def __init__(self) -> None:
        self.connections = self.turns = self.bytes = 0


counts = [Count() for _ in HOSTS]


async def passing(source: asyncio.StreamReader, drain: asyncio.StreamWriter, count: Count, side: str, talk: dict) -> None:
    queue: asyncio.Queue = asyncio.Queue()
    loop = asyncio.get_running_loop()

    async def deliver() -> None:
        while True:
            due, data = await queue.get()
            if due > loop.time():
                await asyncio.sleep(due - loop.time())
            if not data:
                if drain.can_write_eof():
                    drain.write_eof()
                return
            drain.write(data)
            await drain.drain()

    delivery = asyncio.ensure_future(deliver())
    try:
        while data := await source.read(65536):
            count.bytes += len(data)
            if side == "client" and talk["last"] != side:
                count.turns += 1
            talk["last"] = side
            queue.put_nowait((loop.time() + DELAY, data))
    except ConnectionError:
        pass
    queue.put_nowait((loop.time() + DELAY, b""))
    try:
        await delivery
    except (ConnectionError, OSError):
        pass


async def listen(index: int, host: str) -> None:
    count = counts[index]

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        count.connections += 1
        await asyncio.sleep(2 * DELAY)  # the handshake of TCP
        to_reader, to_writer = await asyncio.open_connection(host, 22)
        talk = {"last": ""}
        await asyncio.gather(passing(reader, to_writer, count, "client", talk), passing(to_reader, writer, count, "server", talk))
        writer.close()
        to_writer.close()

    await asyncio.start_server(accept, "127.0.0.1", FIRST + index)


def take() -> None:
    """Answers, and begins anew."""
    print(json.dumps({name: max(getattr(count, name) for count in counts) for name in ("connections", "turns", "bytes")}),
          flush=True)
    for count in counts:
        count.__init__()


async def main() -> None:
    await asyncio.gather(*(listen(index, host) for index, host in enumerate(HOSTS)))
    asked = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(asked), sys.stdin)
    take()
    while await asked.readline():
        take()


asyncio.run(main())
