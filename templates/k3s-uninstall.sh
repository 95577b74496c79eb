#!/bin/sh
# Removes K3S and its data, volumes of the local-path storage class included, from this machine.
# Written by k3sdeploy.
[ "$(id -u)" = 0 ] || exec sudo --preserve-env=K3S_DATA_DIR "$0" "$@"

unit='{{unit}}'
status=0
data=${K3S_DATA_DIR:-/var/lib/rancher/k3s}

# Whether something is mounted at a place that begins with $1 and goes on with $2. /proc/self/mounts writes a blank
# as \040. The device says nothing: a folder of the same disk can be mounted too.
mounted() {
  grep -qF " $(printf '%s' "$1" | sed 's/ /\\040/g')$2" /proc/self/mounts
}

# What is mounted below stays untouched, and so does the way to it.
remove_tree() {
  if ! mounted "$1" /; then
    # A disk of K3S's own is emptied, and stays. Whatever else stays must be told.
    errors=$(LC_ALL=C rm -rf "$1" 2>&1 | grep -v 'Device or resource busy')
    if [ -n "$errors" ]; then
      printf '%s\n' "$errors" >&2
      status=1
    fi
    return 0
  fi
  for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    if [ -L "$entry" ] || [ ! -d "$entry" ]; then rm -f "$entry"
    elif ! mounted "$entry" ' '; then remove_tree "$entry"
    fi
  done
  return 0
}

[ ! -x /usr/local/bin/k3s-killall.sh ] || /usr/local/bin/k3s-killall.sh

if command -v systemctl >/dev/null && [ -e /etc/systemd/system/$unit.service ]; then
  systemctl disable --quiet $unit.service
fi
rm -f /etc/systemd/system/$unit.service /etc/systemd/system/$unit.service.env
if command -v systemctl >/dev/null; then
  systemctl daemon-reload
  systemctl reset-failed $unit.service 2>/dev/null
fi
if [ -e /etc/init.d/$unit ]; then
  rc-update --quiet delete $unit default
  rm -f /etc/init.d/$unit /etc/rancher/k3s/$unit.env /var/log/$unit.log
fi
rm -f /usr/local/bin/$unit-uninstall.sh
for other in /etc/systemd/system/k3s*.service /etc/init.d/k3s*; do
  if [ -e "$other" ]; then
    echo "K3S itself stays: $other needs it"
    exit 0
  fi
done

for link in kubectl crictl ctr; do
  if [ "$(readlink "/usr/local/bin/$link")" = k3s ]; then rm -f "/usr/local/bin/$link"; fi
done
remove_tree /etc/rancher/k3s
remove_tree /etc/rancher/node
rmdir /etc/rancher 2>/dev/null
remove_tree /run/k3s
remove_tree /run/flannel
remove_tree /run/k3sdeploy
remove_tree "$data"
remove_tree /var/lib/kubelet
remove_tree /var/lib/k3sdeploy
remove_tree /var/log/pods
remove_tree /var/log/containers
rmdir -p /usr/libexec/kubernetes/kubelet-plugins/volume/exec 2>/dev/null
# Where the machine's resolv.conf names no server that pods can reach, K3S makes one for them.
rm -f /tmp/k3s-resolv.conf
rm -f /usr/local/bin/k3s /usr/local/bin/k3s.next /usr/local/bin/k3s-killall.sh
exit $status
