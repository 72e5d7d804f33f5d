using System.Diagnostics;
using System.Globalization;

namespace Speckit.Benchmarks.RoundTrip;

/// <summary>Times in microseconds.</summary>
internal static class Sample
{
    public static async Task<double[]> TakeAsync(int times, Func<Task> action)
    {
        var samples = new double[times];
        for (var i = 0; i < times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await action();
            samples[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        return samples;
    }

    public static string Describe(string name, double[] samples)
    {
        var sorted = samples.Order().ToArray();
        double At(double part) => sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name, -44} n={samples.Length, -6} median {At(0.5), 9:F1} µs   p95 {At(0.95), 9:F1}   p99 {At(0.99), 9:F1}   mean {samples.Average(), 9:F1}"
        );
    }
}
