"""Tells every result and the recap of a run of ansible-playbook as one JSON object per line."""
import json

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: recorder
type: stdout
short_description: one JSON object per result
description: [one JSON object per result]
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'stdout'
    CALLBACK_NAME = 'recorder'

    def _line(self, **what):
        print('@' + json.dumps(what, default=str), flush=True)

    def _result(self, status, result, ignored=False):
        task = result._task
        told = result._result
        items = [i for i in told.get('results', []) if isinstance(i, dict)]
        says = [i.get('msg') for i in items] if items else told.get('msg')
        self._line(task=task.name or task.action, host=result._host.name, items=bool(items),
                   status='ignored' if ignored else status, says=says)

    def v2_runner_on_ok(self, result):
        self._result('changed' if result._result.get('changed') else 'ok', result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._result('failed', result, ignore_errors)

    def v2_runner_on_skipped(self, result):
        self._result('skipped', result)

    def v2_runner_on_unreachable(self, result):
        self._result('unreachable', result, bool(result._task.ignore_unreachable))

    def v2_playbook_on_stats(self, stats):
        names = dict(ok='ok', changed='changed', failures='failed', skipped='skipped',
                     unreachable='unreachable', rescued='rescued', ignored='ignored')
        for host in sorted(stats.processed):
            counts = stats.summarize(host)
            self._line(recap=host, counts={names[k]: v for k, v in counts.items() if k in names})
