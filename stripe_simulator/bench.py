"""How many simple calls a second of one core answers: `python -m stripe_simulator.bench [objects]`.

Starts a simulator of its own, fills it with customers, and asks it over one kept-alive connection. What is counted is
the simulator's own CPU time, so that the asker and the neighbours do not blur it.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile

from .accounts import builtin_key

FORM = {"Authorization": f"Bearer {builtin_key()}", "Content-Type": "application/x-www-form-urlencoded"}


class Bench:
    def __init__(self, *arguments):
        command = [sys.executable, "-m", "stripe_simulator", "--port", "0", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        address = self.process.stdout.readline().rpartition("//")[2].strip()
        self.connection = http.client.HTTPConnection(address)

    def call(self, method, path, body="", key=None):
        headers = FORM | ({"Idempotency-Key": key} if key else {})
        self.connection.request(method, path, body, headers)
        answer = json.loads(self.connection.getresponse().read())
        assert "error" not in answer, answer
        return answer

    def measure(self, label, times, act):
        before = self._cpu_seconds()
        for n in range(times):
            act(n)
        print(f"{label:44}{times / (self._cpu_seconds() - before):8.0f} /s")

    def _cpu_seconds(self) -> float:
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    objects = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        for label, arguments in (("memory", ()), ("on disk", ("--data", folder))):
            bench = Bench(*arguments)
            try:
                report(bench, label, objects)
            finally:
                bench.process.terminate()
                bench.process.wait()


def report(bench, label, objects):
    ids = []
    bench.measure(
        f"{label}: create a customer",
        objects,
        lambda n: ids.append(bench.call("POST", "/v1/customers", f"email=r{n}@example.com", f"c{n}")["id"]),
    )
    times = min(objects, 2000)
    customer = ids[0]
    card = bench.call("POST", "/v1/payment_methods/pm_card_visa/attach", f"customer={customer}")["id"]
    fields = f"amount=1500&currency=usd&customer={customer}&payment_method={card}&allowed_payment_method_types[0]=card"
    intents = []
    bench.measure(f"{label}: retrieve a customer", times, lambda n: bench.call("GET", f"/v1/customers/{ids[-1 - n]}"))
    bench.measure(
        f"{label}: create a payment intent",
        times,
        lambda n: intents.append(bench.call("POST", "/v1/payment_intents", fields, f"p{n}")["id"]),
    )
    bench.measure(
        f"{label}: confirm it off session",
        times,
        lambda n: bench.call("POST", f"/v1/payment_intents/{intents[n]}/confirm", "off_session=true", f"q{n}"),
    )
    query = f"customer={customer}&created[gte]=1&limit=10"
    bench.measure(f"{label}: list 10 of them", times // 4, lambda n: bench.call("GET", f"/v1/payment_intents?{query}"))


if __name__ == "__main__":
    main()
