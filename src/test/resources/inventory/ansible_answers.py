"""Asks Ansible what it makes of inventories; all of them in one process, as a start of ansible-inventory takes half a second.

Reads a JSON list of cases {folder, sources, extra, vaults, render} from the file named by the first argument, prints a JSON
list of answers {list, graph, rendered} or {error}.
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
from ansible.template import Templar
from ansible.utils.display import Display
from ansible.vars.hostvars import HostVars
from ansible.vars.manager import VariableManager

constants.INVENTORY_ANY_UNPARSED_IS_FAILED = True


def answer(case):
    os.chdir(case["folder"])
    context.CLIARGS = ImmutableDict(
        extra_vars=tuple(case["extra"]), basedir=None, export=False, yaml=False, toml=False,
        show_vars=False, pattern="all", host=None, subset=None)
    loader = DataLoader()
    secrets = [(v["id"], VaultSecret(v["password"].encode())) for v in case["vaults"]]
    loader.set_vault_secrets(secrets)
    inventory = InventoryManager(loader=loader, sources=case["sources"])
    variables = VariableManager(loader=loader, inventory=inventory)
    cli = InventoryCLI(["ansible-inventory", "--list"])
    cli.loader, cli.inventory, cli.vm = loader, inventory, variables
    result = {
        "list": json.loads(cli.dump(cli.json_inventory(cli._get_group("all")))),
        "graph": cli.inventory_graph(),
    }
    if case["render"]:
        HostVars(inventory=inventory, loader=loader, variable_manager=variables)
        result["rendered"] = {host.name: rendered(loader, variables, host) for host in inventory.get_hosts()}
    return result


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
