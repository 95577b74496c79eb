"""Asks Ansible what it makes of inventories; all of them in one process, as a start of ansible-inventory takes half a second.

Reads a JSON list of cases {folder, sources, extra, vaults, render} from the file named by the first argument, prints a JSON
list of answers {list, graph, graph_vars, yaml, host_yaml, rendered} or {error}. YAML comes without anchors.
"""
import json
import os
import sys

from ansible import constants, context
from ansible.cli.inventory import INTERNAL_VARS, InventoryCLI
from ansible.inventory.manager import InventoryManager
from ansible.module_utils.common.collections import ImmutableDict
from ansible.parsing.ajson import AnsibleJSONEncoder
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultSecret
from ansible.parsing.yaml.dumper import AnsibleDumper
from ansible.template import Templar
from ansible.utils.display import Display
from ansible.vars.hostvars import HostVars
from ansible.vars.manager import VariableManager

constants.INVENTORY_ANY_UNPARSED_IS_FAILED = True


def ask_for(case, yaml=False, show_vars=False):
    """The command line, as Ansible keeps it."""
    context.CLIARGS = ImmutableDict(
        extra_vars=tuple(case["extra"]), basedir=None, export=False, yaml=yaml, toml=False,
        show_vars=show_vars, pattern="all", host=None, subset=None)


def answer(case):
    os.chdir(case["folder"])
    ask_for(case)
    loader = DataLoader()
    secrets = [(v["id"], VaultSecret(v["password"].encode())) for v in case["vaults"]]
    loader.set_vault_secrets(secrets)
    sources = [s if "," in s and not os.path.exists(s) else os.path.abspath(s) for s in case["sources"]]
    inventory = InventoryManager(loader=loader, sources=sources)
    variables = VariableManager(loader=loader, inventory=inventory)
    cli = InventoryCLI(["ansible-inventory", "--list"])
    cli.loader, cli.inventory, cli.vm = loader, inventory, variables
    result = {
        "list": json.loads(cli.dump(cli.json_inventory(cli._get_group("all")))),
        "graph": cli.inventory_graph(),
    }
    ask_for(case, show_vars=True)
    result["graph_vars"] = or_error(cli.inventory_graph)
    ask_for(case, yaml=True)
    result["yaml"] = or_error(lambda: cli.dump(cli.yaml_inventory(cli._get_group("all"))))
    result["host_yaml"] = {
        host.name: or_error(lambda: cli.dump(cli._get_host_variables(host))) for host in inventory.get_hosts()}
    if case["render"]:
        HostVars(inventory=inventory, loader=loader, variable_manager=variables)
        result["rendered"] = {host.name: rendered(loader, variables, host) for host in inventory.get_hosts()}
    return result


def or_error(text):
    """What it cannot show in a form, Ansible answers with an exception."""
    try:
        return text()
    except Exception as problem:
        return "<error> %s" % problem


def rendered(loader, variables, host):
    known = variables.get_vars(host=host, include_hostvars=True)
    templar = Templar(loader=loader, variables=known)
    values = {}
    for name in known:
        if name in INTERNAL_VARS or name in ("hostvars", "vars", "environment"):
            continue
        try:
            value = templar.template(known[name])
            values[name] = json.loads(json.dumps(value, cls=AnsibleJSONEncoder, vault_to_text=True))
        except Exception:
            values[name] = "<error>"
    return values


def main():
    Display.warning = lambda *arguments, **options: None
    AnsibleDumper.ignore_aliases = lambda *arguments: True
    with open(sys.argv[1]) as file:
        cases = json.load(file)
    answers = []
    for case in cases:
        try:
            answers.append(answer(case))
        except Exception as problem:
            answers.append({"error": str(problem)})
    json.dump(answers, sys.stdout)


main()
