# Prints facts of this machine, one a line: a name, a blank, a value. Changes nothing, and asks nothing of the network
# but for the servers' addresses given as arguments, each as «address port».
PATH=$PATH:/usr/sbin:/sbin:/usr/bin:/bin
LC_ALL=C
export PATH LC_ALL

say() { [ -z "$2" ] || printf '%s %s\n' "$1" "$2"; }

# The nearest folder that exists.
existing() {
  place=$1
  while [ ! -d "$place" ]; do place=${place%/*}; place=${place:-/}; done
  echo "$place"
}

machine() {
  say clock "$(date +%s)"
  say machine "$(uname -m)"
  say hostname "$(uname -n)"
  say machine-id "$(cat /etc/machine-id 2>/dev/null)"
  # shellcheck disable=SC1091 # the distribution's
  (
    . /etc/os-release 2>/dev/null || exit
    say os-id "$ID"
    say os-like "$ID_LIKE"
    say os-version "$VERSION_ID"
    say os-name "$PRETTY_NAME"
  )
  say init "$(cat /proc/1/comm)"
  if [ -d /run/systemd/system ]; then say init-system systemd
  elif command -v openrc-run >/dev/null; then say init-system OpenRC
  fi
  for program in apt-get zypper dnf yum pacman apk; do
    ! command -v $program >/dev/null || { say package-manager $program; break; }
  done
  if [ "$(cat /sys/fs/selinux/enforce 2>/dev/null)" = 1 ]; then
    say selinux enforcing
    for policy in /usr/share/selinux/packages/k3s.pp*; do
      [ ! -e "$policy" ] || say selinux-policy "$policy"
    done
  fi
}

resources() {
  say cpus "$(getconf _NPROCESSORS_ONLN 2>/dev/null || grep -c '^processor' /proc/cpuinfo)"
  say memory-kb "$(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo)"
  for wanted in /var/lib/rancher /usr/local/bin; do
    # size, free, where it is mounted; the mount's options
    set -- "$(df -Pk "$(existing $wanted)" 2>/dev/null | awk 'NR == 2 { print $2, $4, $6 }')"
    say disk "$wanted $1 $(awk -v at="${1##* }" '$2 == at { found = $4 } END { print found }' /proc/self/mounts)"
  done
}

kernel() {
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    say cgroup2 "$(cat /sys/fs/cgroup/cgroup.controllers)"
  else
    say cgroup1 "$(awk '$4 == 1 { printf "%s ", $1 }' /proc/cgroups)"
  fi
  for module in overlay br_netfilter nf_conntrack vxlan; do
    if [ -d /sys/module/$module ] || grep -qsw $module /proc/filesystems; then say module "$module loaded"
    # Without the kernel's folder (in a container, say) nobody can tell what is built in.
    elif [ ! -d "/lib/modules/$(uname -r)" ] || ! command -v modprobe >/dev/null; then say module "$module unknown"
    elif modprobe -nq $module; then say module "$module loadable"
    else say module "$module missing"
    fi
  done
  say iptables "$(iptables --version 2>/dev/null)"
}

# Sockets that listen where K3S does: protocol, address, the process and its cgroup. The kernel's own have no process.
ports() {
  ss -Hlntup 2>/dev/null | awk '$5 ~ /:(80|443|2379|2380|6443|8472|10250)$/' | while read -r protocol _ _ _ address _ users; do
    pid=$(printf '%s' "$users" | sed -n 's/.*,pid=\([0-9]*\).*/\1/p')
    [ -n "$pid" ] || continue
    group=$(tail -n 1 "/proc/$pid/cgroup" 2>/dev/null)
    say listens "$protocol $address $({ tr ' ' _ <"/proc/$pid/comm"; } 2>/dev/null) $pid ${group##*:}"
  done
}

firewalls() {
  if grep -qsi '^ENABLED=yes' /etc/ufw/ufw.conf; then
    say ufw enabled
    say ufw-input "$(sed -n 's/^DEFAULT_INPUT_POLICY="\{0,1\}\([A-Z]*\).*/\1/p' /etc/default/ufw 2>/dev/null)"
    sed -n 's/^### tuple ### \(allow .*\)/ufw-rule \1/p' /etc/ufw/user.rules 2>/dev/null
  fi
  if command -v firewalld >/dev/null && systemctl is-active -q firewalld; then
    say firewalld active
    sed -n 's/.*<source address="\([^"]*\)".*/firewalld-trusts \1/p' /etc/firewalld/zones/trusted.xml 2>/dev/null
    sed -n 's/.*<port .*port="\([^"]*\)".*/firewalld-port \1/p' /etc/firewalld/zones/*.xml 2>/dev/null
  fi
}

network() {
  ip -o -4 addr show scope global 2>/dev/null | sed 's/^/address /'
  ip -o -6 addr show scope global 2>/dev/null | sed 's/^/address /'
  ip -o route show default 2>/dev/null | sed 's/^/route /'
  ip -o -6 route show default 2>/dev/null | sed 's/^/route6 /'
  # The files in which K3S looks for a server that pods can ask.
  for file in /etc/resolv.conf /run/systemd/resolve/resolv.conf; do
    [ ! -r $file ] || say nameservers "$file $(awk '/^nameserver[ \t]/ { printf "%s ", $2 }' $file)"
  done
}

# A refusal shows that packets pass. bash tells it by its message alone: its status is 1 for every error.
reach() {
  if ! ip -o route get "$1" >/dev/null 2>&1; then
    say reaches "$1 $2 no-route"
  elif command -v bash >/dev/null && command -v timeout >/dev/null; then
    # shellcheck disable=SC2016 # for bash
    said=$(timeout 4 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>&1)
    case $?:$said in
      0:*) say reaches "$1 $2 open" ;;
      124:*) say reaches "$1 $2 silent" ;;
      *refused*) say reaches "$1 $2 refused" ;;
      *) say reaches "$1 $2 failed ${said##*: }" ;;
    esac
  fi
}

# What another tool's K3S is started with: names of flags, and the values of those that make it this cluster. All others'
# values may be secrets. Arguments: the unit's file, and the word that its command follows.
flags() {
  awk -v command="$2" '
    index($0, command) == 1 { on = 1; sub(/^[^=]*=/, "") }
    on { on = sub(/\\$/, ""); line = line " " $0 }
    END {
      gsub(/["\047]/, "", line)
      count = split(line, words)
      for (i = 1; i <= count; i++) {
        if (words[i] !~ /^--?[a-z]/) continue
        name = words[i]; sub(/^--?/, "", name)
        value = i < count && words[i + 1] !~ /^-/ ? words[i + 1] : ""
        if (at = index(name, "=")) { value = substr(name, at + 1); name = substr(name, 1, at - 1) }
        print name, value
      }
    }' "$1" | shown
  sed -n "s/^K3S_\(DATA_DIR\|DATASTORE_ENDPOINT\|NODE_NAME\)=['\"]*\([^'\"]*\).*/\1 \2/p" "$1.env" 2>/dev/null |
    awk '{ name = tolower($1); gsub(/_/, "-", name); print name, $2 }' | shown
  settings=/etc/rancher/k3s/config.yaml
  if [ -f $settings ] && ! grep -q 'Written by k3sdeploy' $settings; then
    sed -n "s/^\([a-z][a-z0-9-]*\)+\{0,1\}: *['\"]\{0,1\}\([^'\" #]*\).*/\1 \2/p" $settings | shown
  fi
}

shown() {
  while read -r name value; do
    case $name in
      d) name=data-dir ;;
      t) name=token ;;
      s) name=server ;;
    esac
    case $name in
      # Data that have been moved are not there any more, or by a link.
      data-dir) [ ! -d "$value" ] || say flag "$name $(readlink -f "$value")" ;;
      cluster-cidr | service-cidr | cluster-dns | cluster-domain | node-name) say flag "$name $value" ;;
      *) say flag "$name" ;;
    esac
  done
}

installed() {
  for file in /etc/systemd/system/k3s*.service; do
    [ -e "$file" ] || continue
    unit=${file##*/}
    state=$(systemctl is-active "$unit")
    if grep -q 'Written by k3sdeploy' "$file"; then say unit "${unit%.service} ours $state"
    else
      say unit "${unit%.service} theirs $state"
      flags "$file" ExecStart=
    fi
  done
  for file in /etc/init.d/k3s*; do
    [ -e "$file" ] || continue
    unit=${file##*/}
    state=inactive
    if rc-service --quiet "$unit" status 2>/dev/null; then state=active; fi
    if grep -q 'Written by k3sdeploy' "$file"; then say unit "$unit ours $state"
    else
      say unit "$unit theirs $state"
      flags "$file" command_args=
    fi
  done
  if [ -e /var/lib/rancher/k3s/server/db/etcd/member ]; then say datastore etcd
  elif [ -e /var/lib/rancher/k3s/server/db/state.db ]; then say datastore sqlite
  fi
  if [ -x /usr/local/bin/k3s ]; then
    say binary /usr/local/bin/k3s
    say k3s "$(/usr/local/bin/k3s --version 2>/dev/null | awk 'NR == 1 { print $3 }')"
  fi
}

machine
resources
kernel
ports
firewalls
network
installed
while [ $# -gt 1 ]; do
  reach "$1" "$2"
  shift 2
done
exit 0
