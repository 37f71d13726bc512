package io.penstock.benchmarks.figures;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Where figures were taken, because they mean nothing without.
 *
 * @param loadAverage of the last minute, before the measurement: work of others on the same cores
 */
public record Machine(String system, int processors, long memoryMegabytes, String java, double loadAverage) {
    /** This machine now. */
    public static Machine here() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                system.getName() + " " + system.getArch(),
                system.getAvailableProcessors(),
                system.getTotalMemorySize() >> 20,
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.version"),
                system.getSystemLoadAverage());
    }

    @Override
    public String toString() {
        return "%s, %d processors, %d MB, JDK %s, load %.1f before the start"
                .formatted(system, processors, memoryMegabytes, java, loadAverage);
    }
}
