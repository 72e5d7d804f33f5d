using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Speckit.Registry.Operations;

/// <summary>Counts what happens, in Prometheus' text format.</summary>
internal sealed class RegistryMetrics
{
    private readonly ConcurrentDictionary<(string Route, string Method, int Status), RequestCount> _requests = new();
    private long _indexServed;
    private long _indexNotModified;
    private long _indexMissed;
    private long _published;
    private long _refused;
    private long _downloads;

    /// <summary>An index file was sent.</summary>
    public void IndexServed() => Interlocked.Increment(ref _indexServed);

    /// <summary>A caller's copy of an index file was still good.</summary>
    public void IndexNotModified() => Interlocked.Increment(ref _indexNotModified);

    /// <summary>There was no index file.</summary>
    public void IndexMissed() => Interlocked.Increment(ref _indexMissed);

    /// <summary>A publication ended.</summary>
    public void Publication(bool succeeded) => Interlocked.Increment(ref succeeded ? ref _published : ref _refused);

    /// <summary>An archive was downloaded.</summary>
    public void Download() => Interlocked.Increment(ref _downloads);

    /// <summary>A request was answered.</summary>
    /// <param name="route">The pattern of its route: paths are endless, routes are not.</param>
    public void Request(string route, string method, int status, TimeSpan elapsed) =>
        _requests.GetOrAdd((route, method, status), static _ => new RequestCount()).Add(elapsed);

    /// <summary>The text that Prometheus reads.</summary>
    /// <param name="plugins">How many plugins there are.</param>
    public string Write(long plugins)
    {
        var text = new StringBuilder();
        Help(text, "speckit_index_requests_total", "counter", "Requests to the sparse index by outcome.");
        Line(text, "speckit_index_requests_total{outcome=\"served\"}", Interlocked.Read(ref _indexServed));
        Line(text, "speckit_index_requests_total{outcome=\"not_modified\"}", Interlocked.Read(ref _indexNotModified));
        Line(text, "speckit_index_requests_total{outcome=\"missing\"}", Interlocked.Read(ref _indexMissed));
        Help(text, "speckit_publications_total", "counter", "Publications by outcome.");
        Line(text, "speckit_publications_total{outcome=\"published\"}", Interlocked.Read(ref _published));
        Line(text, "speckit_publications_total{outcome=\"refused\"}", Interlocked.Read(ref _refused));
        Help(text, "speckit_downloads_total", "counter", "Archives downloaded.");
        Line(text, "speckit_downloads_total", Interlocked.Read(ref _downloads));
        Help(text, "speckit_plugins", "gauge", "Plugins in the registry.");
        Line(text, "speckit_plugins", plugins);
        Help(text, "http_request_duration_seconds", "summary", "Requests to the API and how long they took.");
        foreach (var ((route, method, status), count) in _requests.OrderBy(entry => entry.Key))
        {
            var labels =
                $"{{route=\"{route}\",method=\"{method}\",status=\"{status.ToString(CultureInfo.InvariantCulture)}\"}}";
            Line(text, $"http_request_duration_seconds_sum{labels}", count.Seconds);
            Line(text, $"http_request_duration_seconds_count{labels}", count.Requests);
        }

        Help(text, "process_resident_memory_bytes", "gauge", "Memory in use.");
        Line(text, "process_resident_memory_bytes", Environment.WorkingSet);
        return text.ToString();
    }

    private static void Help(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP ")
            .Append(name)
            .Append(' ')
            .Append(help)
            .Append('\n')
            .Append("# TYPE ")
            .Append(name)
            .Append(' ')
            .Append(type)
            .Append('\n');

    private static void Line(StringBuilder text, string series, double value) =>
        text.Append(series).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');

    private sealed class RequestCount
    {
        private long _requests;
        private long _microseconds;

        public long Requests => Interlocked.Read(ref _requests);

        public double Seconds => Interlocked.Read(ref _microseconds) / 1e6;

        public void Add(TimeSpan elapsed)
        {
            Interlocked.Increment(ref _requests);
            Interlocked.Add(ref _microseconds, (long)elapsed.TotalMicroseconds);
        }
    }
}
