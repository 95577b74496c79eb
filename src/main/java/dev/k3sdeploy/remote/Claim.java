package dev.k3sdeploy.remote;

/**
 * What a run writes into the lock of a machine, so that others know whom to wait for.
 *
 * @param file the lock's path on the machine, in a folder that only root can write to
 * @param run tells this run from all others, in one word
 * @param owner who it is, for people
 */
public record Claim(String file, String run, String owner) {
    /** In a folder that is empty after a restart of the machine, and that is not everybody's as /tmp is. */
    public static final String FILE = "/run/k3sdeploy.lock";

    /**
     * Replaces what could not stand in a line of a shell or a terminal.
     *
     * @param file {@link #file()}
     * @param run {@link #run()}
     * @param owner {@link #owner()}
     */
    public Claim {
        run = run.replaceAll("[^A-Za-z0-9./:-]", "_");
        owner = owner.replaceAll("[^\\p{L}\\p{N} .,:;/()_+-]", "?");
    }

    /**
     * Functions of the shell that is to hold the lock. {@code claim} sets {@code grip} to {@code held}, to {@code other}
     * with what the holder wrote, or to {@code none} where a machine has no flock or nowhere to put the lock. The kernel
     * lets go of it with the shell, however that ends.
     *
     * <p>Traps: a failed {@code exec 9>} ends a shell, so it is tried in another one first; the file is removed with the
     * lock, so whoever has locked it must see that it is still the one with that name.
     */
    String functions() {
        return """
                unlock() {
                  if [ "$grip" = held ]; then rm -f @file; exec 9>&-; fi
                  grip=none
                }
                claim() {
                  [ "$grip" != held ] || return 0
                  grip=none; tries=0
                  command -v flock >/dev/null 2>&1 && (exec 9>>@file) 2>/dev/null || return 0
                  read -r up rest </proc/uptime; up=${up%%.*}
                  while [ $tries -lt 5 ]; do
                    tries=$((tries + 1))
                    exec 9>>@file
                    flock -n 9
                    case $? in
                      0) if [ /proc/$$/fd/9 -ef @file ]; then
                           echo "@run $$ $up "@owner >@file
                           grip=held
                           return 0
                         fi ;;
                      1) if read -r run pid since owner <@file; then
                           case $since in '' | *[!0-9]*) since=$up ;; esac
                           grip="other $run $pid $((up - since)) $owner"
                           exec 9>&-
                           return 0
                         fi
                         grip="other - 0 0 a run that has just begun" ;;
                      *) exec 9>&-; return 0 ;;
                    esac
                    exec 9>&-
                  done
                } 2>/dev/null
                """.replace("@file", Shell.quote(file)).replace("@run", run).replace("@owner", Shell.quote(owner));
    }

    /**
     * Ends the shell of a run that is gone while nobody has told the machine so, if that shell has the lock and runs
     * nothing any more. (It hears no gentler signal: it reads its input.)
     */
    Command endIdle(Holder holder) {
        return Command.script(
                """
                [ "$(readlink /proc/@pid/fd/9)" = @file ] || exit 0
                for stat in /proc/[0-9]*/stat; do
                  read -r line 2>/dev/null <"$stat" || continue
                  rest=${line##*) }; state=${rest%% *}; rest=${rest#* }
                  if [ "${rest%% *}" = @pid ] && [ "$state" != Z ]; then exit 0; fi
                done
                kill -KILL @pid
                """.replace("@pid", String.valueOf(holder.shell())).replace("@file", Shell.quote(file)));
    }
}
