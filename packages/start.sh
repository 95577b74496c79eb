# shellcheck shell=sh
# Starts the jar: what a checkout's k3sdeploy and that of the packages have in common. They set
#   jar      what to start
#   classes  where to keep what Java has learnt of its classes, without the name's end
#   own      the Java that comes with the package, or nothing
#   main     the class to start
# and come here with the command's words.
# shellcheck disable=SC2154

if [ -n "$own" ] && [ -x "$own/bin/java" ]; then java=$own/bin/java
elif [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then java=$JAVA_HOME/bin/java
else java=java
fi
if ! command -v "$java" >/dev/null; then
  echo "k3sdeploy needs Java 17 or newer, and there is none: lab/setup or a package of your system installs it, or set JAVA_HOME" >&2
  exit 1
fi

command=${1:-}
# From Java 22 on, jdk.console tells a terminal from a pipe as before; the next property lets a proxy's password be used for
# https. A small young generation: most of a run's objects are gone at once, and memory that was never touched costs nothing.
set -- -XX:+UseSerialGC -Xmn16m -XX:-UsePerfData -Xlog:disable \
  -Djdk.console=java.base -Djdk.http.auth.tunneling.disabledSchemes= -cp "$jar" "$main" "$@"
crypto=CompileThresholdScaling,com.sun.crypto.provider
case $command in
  # They end before the optimising compiler has earned what it costs.
  '' | -* | help | version | inventory | init | ping | status | check | env | kubeconfig | forget | machines | completion | man)
    set -- -XX:TieredStopAtLevel=1 "$@" ;;
  # The others may move many megabytes: the loops that do are compiled well, and at once those that hold the processor's own
  # instructions for ciphers (of Java 17 two, of later ones the third). They alone, since they wait in one queue. All else three
  # times later than usual: half of a start's work is to compile what is then hardly used.
  *) set -- -XX:Tier3InvocationThreshold=600 -XX:Tier3MinInvocationThreshold=300 -XX:Tier3CompileThreshold=6000 \
      -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=10000 \
      -XX:Tier4CompileThreshold=60000 -XX:Tier4BackEdgeThreshold=200000 -XX:CompileCommand=quiet \
      "-XX:CompileCommand=$crypto.GHASH::update,0.001" "-XX:CompileCommand=$crypto.CounterMode::crypt,0.001" \
      "-XX:CompileCommand=$crypto.GaloisCounterMode::implGCMCrypt,0.001" "$@" ;;
esac

# Class-data sharing halves the work of a start. Java ignores an archive of another jar, or of another Java.
if [ -e "$classes.aot" ]; then
  shared=-XX:AOTCache=$classes.aot
  set -- -XX:+IgnoreUnrecognizedVMOptions "$@"
elif [ -e "$classes.jsa" ]; then shared=-XX:SharedArchiveFile=$classes.jsa
else shared=
fi
# -nt: every shell that is in use has it, and a process more takes as long as the rest of this file.
# shellcheck disable=SC3013
if [ "$command" != up ] || { [ -n "$shared" ] && [ ! "$jar" -nt "${shared#*=}" ]; }; then
  exec "$java" ${shared:+"$shared"} "$@"
fi

# An `up` loads what all commands load. It notes that, and when it is done an archive is made of it, at leisure; from Java 25
# on with what was learnt of the methods, too.
notes=$classes.$$
if ! mkdir -p "${classes%/*}" 2>/dev/null || [ ! -w "${classes%/*}" ]; then exec "$java" "$@"; fi
case $("$java" -version 2>&1) in
  *'version "17'* | *'version "18'* | *'version "19'* | *'version "2'[0-4]*)
    made=$classes.jsa
    set -- "-XX:DumpLoadedClassList=$notes" "$@"
    archive() { "$java" -XX:+UseSerialGC -Xshare:dump "-XX:SharedClassListFile=$notes" "-XX:SharedArchiveFile=$1" -cp "$jar"; } ;;
  *'version "2'[5-9]* | *'version "'[3-9][0-9]*)
    made=$classes.aot
    set -- -XX:AOTMode=record "-XX:AOTConfiguration=$notes" -XX:+UnlockDiagnosticVMOptions -XX:-DisplayVMOutput "$@"
    archive() {
      "$java" -XX:+UseSerialGC -XX:AOTMode=create "-XX:AOTConfiguration=$notes" "-XX:AOTCache=$1" -cp "$jar"
    } ;;
  *) exec "$java" "$@" ;; # too old, or nobody knows: what it says of this jar must be seen
esac
status=0
trap : INT # the command hears Ctrl-C by itself
"$java" "$@" || status=$?
if [ "$status" = 0 ] && [ -s "$notes" ]; then
  (
    trap '' INT HUP
    archive "$notes.new" && rm -f "$classes.aot" "$classes.jsa" && mv -f "$notes.new" "$made"
    rm -f "$notes" "$notes.new"
  ) </dev/null >/dev/null 2>&1 &
else
  rm -f "$notes"
fi
exit "$status"
