# Prints what of K3S is on this machine, one thing a line; nothing when there is nothing. Changes nothing.
data=${K3S_DATA_DIR:-/var/lib/rancher/k3s}
PATH=$PATH:/usr/sbin:/sbin

# shellcheck disable=SC2013 # names below /proc hold no blanks
for cmdline in $(grep -lzaE "^($data/data/[^/]*/bin/|/usr/local/bin/k3s( |$))" /proc/[0-9]*/cmdline 2>/dev/null); do
  pid=${cmdline#/proc/}
  echo "process ${pid%/cmdline} ($(cat "/proc/${pid%/cmdline}/comm" 2>/dev/null))"
done
cut -d ' ' -f 2 /proc/self/mounts | grep -E "^(/run/k3s|/var/lib/kubelet/(pods|plugins)|/run/netns/cni-)" | sed 's/^/mount /'
for link in cni0 flannel.1 flannel-v6.1 kube-ipvs0 flannel-wg flannel-wg-v6; do
  [ ! -e "/sys/class/net/$link" ] || echo "interface $link"
done
for tables in iptables ip6tables; do
  command -v $tables-save >/dev/null || continue
  rules=$($tables-save 2>/dev/null | grep -ciE -e 'KUBE-|CNI-|flannel|-[sd] 10\.42\.0\.0/16 ')
  [ "${rules:-0}" = 0 ] || echo "$rules $tables rules"
done
for file in /etc/systemd/system/k3s*.service* /etc/init.d/k3s* /var/log/k3s*.log /usr/local/bin/k3s /usr/local/bin/k3s.next /usr/local/bin/k3s-killall.sh \
    /usr/local/bin/k3s-uninstall.sh /usr/local/bin/k3s-agent-uninstall.sh /tmp/k3s-resolv.conf; do
  [ ! -e "$file" ] || echo "file $file"
done
for link in kubectl crictl ctr; do
  [ "$(readlink "/usr/local/bin/$link")" != k3s ] || echo "link /usr/local/bin/$link"
done
# A directory that something is mounted on cannot go away, only become empty.
for dir in /etc/rancher/k3s /etc/rancher/node /run/k3s /run/flannel /run/k3sdeploy "$data" /var/lib/kubelet \
    /var/lib/cni /var/lib/k3sdeploy /var/log/pods /var/log/containers; do
  if [ -d "$dir" ] && { [ -n "$(ls -A "$dir")" ] || ! grep -q " $dir " /proc/self/mounts; }; then
    echo "directory $dir"
  fi
done
exit 0
