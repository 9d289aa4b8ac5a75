"""The pages."""


class Dashboard:
    def __init__(self, simulator):
        self.simulator = simulator

    def routes(self):
        return []
