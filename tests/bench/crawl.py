#!/usr/bin/env python3
"""What a crawl costs: CPU time and memory a page, beside the loop that one writes by hand, in one run.

    crawl.py HEADWATER HANDLOOP [--pages 2000,20000] [--rounds 1] [--only handloop,collect,trace]

A web of made-up news pages is served on loopback, through a forward proxy, so that no host name need resolve. Each
crawler follows every link (trace reads the list of pages); the set of pages it asked for must be the whole web, each
once. CPU is user and system time of the crawler's process alone, memory its peak. On a machine that does other work
too, only the ratios of one run tell anything. Standard library only; HANDLOOP is the bench target of that name:

    cargo build --release && cargo bench --bench handloop --no-run
"""
import argparse, asyncio, collections, multiprocessing, os, pathlib, random, subprocess, sys, tempfile

PAGES_PER_HOST = 100
WORDS = [a + b + c for a in ("ka", "lo", "mi", "ter", "von", "sa", "du", "ri") for b in ("ne", "ta", "ro", "li", "shu", "") for c in ("d", "n", "rk", "s", "m", "lle", "p")]


def url(number):
    return f"http://h{number // PAGES_PER_HOST}.test/2031/03/{number}.html"


class Web:
    """Pages by number; the same on every run. About 70 KB each, of which most is markup and scripts."""

    def __init__(self, pages):
        self.pages = pages
        dice = random.Random(7)
        sentence = lambda: " ".join(dice.choices(WORDS, k=dice.randint(12, 30))).capitalize() + "."
        self.paragraphs = [" ".join(sentence() for _ in range(3)) for _ in range(4000)]
        self.filler = "<script>var state = [" + ",".join(f'{{"id":{n},"text":"{dice.choice(WORDS)}"}}' for n in range(1200)) + "];</script>"

    def page(self, number):
        dice = random.Random(number)
        near = lambda: (number + dice.randint(1, 40)) % self.pages
        body = "".join(
            f'<p>{dice.choice(self.paragraphs)} “{dice.choice(self.paragraphs)[:60]}”, according to <a href="{url(dice.randrange(self.pages))}">a report of the {dice.choice(WORDS)}</a>.</p>'
            for _ in range(dice.randint(4, 12))
        )
        menu = "".join(f'<li class="nav__item"><a class="nav__link" href="{url(near())}">{dice.choice(WORDS)} {dice.choice(WORDS)}</a></li>' for _ in range(60))
        step = url((number + 1) % self.pages)
        return (
            f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Page {number}: {dice.choice(WORDS)}</title>"
            f'<meta property="article:published_time" content="2031-03-{number % 28 + 1:02}T00:00:00Z"></head><body><nav><ul>{menu}</ul></nav>'
            f"<main><article><h1>Page {number}</h1>{body}</article></main>{self.filler}<footer><a href='{step}'>Next</a></footer></body></html>"
        ).encode()


def serve(pages, port, asked):
    """Answers as a forward proxy and notes each address into the file `asked`."""
    web = Web(pages)

    async def talk(reader, writer):
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                target = head.split(b" ", 2)[1].decode()
                log.write(target + "\n")
                number = target.rsplit("/", 1)[1].removesuffix(".html")
                status, body = (b"200 OK", web.page(int(number))) if number.isdigit() else (b"404 Not Found", b"")
                writer.write(b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def run():
        server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=512)
        port.send(server.sockets[0].getsockname()[1])
        async with server:
            await server.serve_forever()

    with open(asked, "w", buffering=1) as log:
        asyncio.run(run())


def measure(command, port):
    """Runs a crawler; returns its CPU seconds and its peak memory in MB."""
    clean = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    child = subprocess.Popen(command, env=dict(clean, http_proxy=f"http://127.0.0.1:{port}"), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command[0]} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def commands(arguments, pages, folder):
    crawl = ["--pages", str(2 * pages), "--delay", "0", "--concurrency", "64", "--per-host-pages", "0", "--fresh", "--output"]
    seeds = folder / "seeds.txt"
    seeds.write_text("".join(url(number) + "\n" for number in range(pages)))
    return {
        "handloop": [arguments.handloop, url(0), ".test", "64"],
        "collect": [arguments.headwater, "collect", url(0), "--include", "*.test", "--depth", "1000000", *crawl, folder / "collect"],
        "trace": [arguments.headwater, "trace", seeds, "--depth", "0", *crawl, folder / "trace"],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("headwater", type=os.path.abspath)
    parser.add_argument("handloop", type=os.path.abspath)
    parser.add_argument("--pages", default="2000", help="sizes of the web, with commas")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", default="handloop,collect,trace")
    arguments = parser.parse_args()
    print(f"{'pages':>7} {'crawler':<9} {'CPU ms/page':>11} {'x handloop':>10} {'peak MB':>8}  asked for")
    for pages in map(int, arguments.pages.split(",")):
        whole = {url(number) for number in range(pages)}
        for _ in range(arguments.rounds):
            yardstick = None
            for name in arguments.only.split(","):
                with tempfile.TemporaryDirectory() as folder:
                    folder = pathlib.Path(folder)
                    receive, send = multiprocessing.Pipe(False)
                    server = multiprocessing.Process(target=serve, args=(pages, send, folder / "asked"), daemon=True)
                    server.start()
                    seconds, memory = measure(commands(arguments, pages, folder)[name], receive.recv())
                    server.terminate()
                    server.join()
                    asked = collections.Counter(line for line in (folder / "asked").read_text().split() if not line.endswith("/robots.txt"))
                missing, extra = len(whole - set(asked)), len(set(asked) - whole)
                twice = sum(count > 1 for count in asked.values())
                cost = 1000 * seconds / pages
                yardstick = cost if name == "handloop" else yardstick
                ratio = f"{cost / yardstick:.2f}" if yardstick else ""
                print(f"{pages:>7} {name:<9} {cost:>11.2f} {ratio:>10} {memory:>8.0f}  {missing} missing, {extra} extra, {twice} twice", flush=True)
                if name != "handloop" and (missing or extra or twice):
                    sys.exit("the pages asked for are not the web")


if __name__ == "__main__":
    main()
