#!/bin/sh
# Stops K3S and all that it started on this machine: containers, mounts, interfaces, iptables rules. Its data stays.
# Written by k3sdeploy.
[ "$(id -u)" = 0 ] || exec sudo --preserve-env=K3S_DATA_DIR "$0" "$@"

data=${K3S_DATA_DIR:-/var/lib/rancher/k3s}
# K3S brings its own iptables, for machines that have none.
PATH=$PATH:/usr/sbin:/sbin:$data/data/current/bin:$data/data/current/bin/aux

stop_services() {
  for unit in /etc/systemd/system/k3s*.service; do
    [ ! -e "$unit" ] || systemctl stop "${unit##*/}"
  done
  for script in /etc/init.d/k3s*; do
    [ ! -x "$script" ] || "$script" stop
  done
}

# The service leaves its containers running (KillMode=process): each hangs below a containerd-shim. K3S itself may run
# without a unit: started by hand, or its unit file was deleted first.
kill_processes() {
  below=' '
  # shellcheck disable=SC2013 # names below /proc hold no blanks
  for cmdline in $(grep -lzaE "^($data/data/[^/]*/bin/|/usr/local/bin/k3s( |$))" /proc/[0-9]*/cmdline 2>/dev/null); do
    pid=${cmdline#/proc/}
    below="$below${pid%/cmdline} "
  done
  [ "$below" != ' ' ] || return 0
  found=yes
  while [ $found = yes ]; do
    found=no
    for stat in /proc/[0-9]*/stat; do
      { read -r line <"$stat"; } 2>/dev/null || continue
      child=${line%% *}; rest=${line##*) }; rest=${rest#* }; parent=${rest%% *}
      case $below in *" $child "*) continue ;; esac
      case $below in *" $parent "*) below="$below$child "; found=yes ;; esac
    done
  done
  for pid in $below; do kill -KILL "$pid" 2>/dev/null; done
}

# Deepest first; a place may be mounted on twice, and is removed only when nothing is mounted on it any more: what is
# still mounted may hold somebody's data. /proc/self/mounts writes a blank as \040.
unmount_below() {
  cut -d ' ' -f 2 /proc/self/mounts | grep "^$1" | sort -ru | while read -r written; do
    mount=$(printf '%b' "$written")
    tries=0
    while grep -qF " $written " /proc/self/mounts && [ $tries -lt 5 ]; do
      umount -f "$mount" 2>/dev/null || umount -l "$mount"
      tries=$((tries + 1))
    done
    grep -qF " $written " /proc/self/mounts || rm -rf "$mount"
  done
}

remove_interfaces() {
  command -v ip >/dev/null || return 0
  ip netns list 2>/dev/null | cut -d ' ' -f 1 | grep '^cni-' | while read -r name; do ip netns delete "$name"; done
  ip -o link show master cni0 2>/dev/null | cut -d ' ' -f 2 | while read -r link; do
    link=${link%:}
    ip link delete "${link%%@*}"
  done
  for link in cni0 flannel.1 flannel-v6.1 kube-ipvs0 flannel-wg flannel-wg-v6; do
    [ ! -e "/sys/class/net/$link" ] || ip link delete "$link"
  done
}

# Flannel's rules for the pods' network bear no name in older versions of K3S, only the network.
remove_firewall_rules() {
  network=$(sed -n 's/^FLANNEL_NETWORK=//p' /run/flannel/subnet.env 2>/dev/null)
  ours="KUBE-|CNI-|flannel|-[sd] ${network:-10.42.0.0/16} "
  for tables in iptables ip6tables; do
    command -v $tables-save >/dev/null || continue
    if $tables-save 2>/dev/null | grep -qiE -e "$ours"; then
      $tables-save | grep -viE -e "$ours" | $tables-restore
    fi
  done
}

stop_services
kill_processes
unmount_below /run/k3s
unmount_below /var/lib/kubelet/pods
unmount_below /var/lib/kubelet/plugins
unmount_below /run/netns/cni-
remove_interfaces
rm -rf /var/lib/cni
remove_firewall_rules
