package dev.k3sdeploy;

import dev.k3sdeploy.kube.Images;
import dev.k3sdeploy.kube.WishedAddon;
import java.util.List;

/**
 * What an inventory says of the course that its cluster is for.
 *
 * @param images that a verification runs
 * @param addons all that there are, those that the inventory asks for marked so
 */
record CourseWish(Images images, List<WishedAddon> addons) {}
