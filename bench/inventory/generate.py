#!/usr/bin/env python3
"""Writes an inventory of many hosts: generate.py FOLDER HOSTS GROUPS [ini|yml]. Every group has a file in group_vars, every tenth host one in
host_vars, and each host's values hold Jinja."""
import os
import sys

folder, hosts, groups = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
form = sys.argv[4] if len(sys.argv) > 4 else "yml"
for name in ("group_vars", "host_vars"):
    os.makedirs(os.path.join(folder, name), exist_ok=True)


def write(name, text):
    with open(os.path.join(folder, name), "w") as file:
        file.write(text)


def address(i):
    return f"10.{i // 65536 % 256}.{i // 256 % 256}.{i % 256}"


if form == "ini":
    lines = [f"node-{i} ansible_host={address(i)} rack={i % 40}" for i in range(hosts)]
    for g in range(groups):
        lines.append(f"[group{g}]")
        lines += [f"node-{i}" for i in range(g, hosts, groups)]
    lines += ["[everything:children]"] + [f"group{g}" for g in range(groups)]
    write("hosts", "\n".join(lines) + "\n")
else:
    lines = ["all:", "  children:", "    everything:", "      children:"]
    for g in range(groups):
        lines += [f"        group{g}:", "          hosts:"]
        for i in range(g, hosts, groups):
            lines += [f"            node-{i}:", f"              ansible_host: {address(i)}", f"              rack: {i % 40}"]
    write("hosts.yml", "\n".join(lines) + "\n")

write("group_vars/all.yml", "domain: example.org\nurl: 'https://{{ inventory_hostname }}.{{ domain }}:6443'\n"
      "label: \"{{ 'rack-' ~ rack | default(0) }}\"\n")
for g in range(groups):
    write(f"group_vars/group{g}.yml", f"zone: z{g % 7}\nkey_file: '{{{{ inventory_dir }}}}/keys/{{{{ zone }}}}/id'\nsize: {g}\n")
for i in range(0, hosts, 10):
    write(f"host_vars/node-{i}.yml", f"special: {i}\n")
