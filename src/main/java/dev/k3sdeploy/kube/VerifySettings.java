package dev.k3sdeploy.kube;

import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Patience;
import java.time.Duration;

/**
 * How a verification goes about it.
 *
 * @param run a few letters and digits of its own, in the names of all that it creates
 * @param images that pods have
 * @param patience with each step of a check
 * @param slowly how long to wait for what takes its time: a CronJob's minute, the download of an image
 * @param pace how time passes while a check waits
 * @param keep whether the namespace stays, to be looked at
 * @param interruption asked for from any thread; what was made is taken away all the same
 */
public record VerifySettings(
        String run,
        Images images,
        Patience patience,
        Duration slowly,
        Pace pace,
        boolean keep,
        Interruption interruption) {}
