using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Speckit.Host.Telemetry;

/// <summary>The body of a batch, written so that the five fields of each event are all that it says: no resource, no scope, no time.</summary>
internal sealed class UsageContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly Func<CancellationToken, Task> _leaving;

    /// <summary>Writes the body.</summary>
    /// <param name="events">What it tells.</param>
    /// <param name="protocol">How.</param>
    /// <param name="leaving">Called when the first byte is about to leave.</param>
    internal UsageContent(
        ImmutableArray<UsageEvent> events,
        TelemetryProtocol protocol,
        Func<CancellationToken, Task> leaving
    )
    {
        _body = Write(events, protocol);
        _leaving = leaving;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>The bytes of a body.</summary>
    internal static ReadOnlyMemory<byte> Write(ImmutableArray<UsageEvent> events, TelemetryProtocol protocol)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (protocol == TelemetryProtocol.Otlp)
            {
                WriteOtlp(writer, events);
            }
            else
            {
                WritePlain(writer, events);
            }
        }

        return buffer.WrittenMemory;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        await _leaving(cancellationToken);
        await stream.WriteAsync(_body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    private static void WritePlain(Utf8JsonWriter writer, ImmutableArray<UsageEvent> events)
    {
        writer.WriteStartArray();
        foreach (var usage in events)
        {
            UsageLine.Write(writer, usage);
        }

        writer.WriteEndArray();
    }

    /// <summary>An <c>ExportLogsServiceRequest</c> (OTLP 1.x, JSON encoding): a record for each event, with five attributes.</summary>
    private static void WriteOtlp(Utf8JsonWriter writer, ImmutableArray<UsageEvent> events)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("resourceLogs");
        writer.WriteStartObject();
        writer.WriteStartArray("scopeLogs");
        writer.WriteStartObject();
        writer.WriteStartArray("logRecords");
        foreach (var usage in events)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("attributes");
            Attribute(writer, UsageField.PluginName, v => v.WriteString("stringValue", usage.PluginName));
            Attribute(writer, UsageField.PluginVersion, v => v.WriteString("stringValue", usage.PluginVersion));
            Attribute(writer, UsageField.CommandInvoked, v => v.WriteString("stringValue", usage.CommandInvoked));
            Attribute(writer, UsageField.Success, v => v.WriteBoolean("boolValue", usage.Succeeded));
            Attribute(writer, UsageField.Duration, v => v.WriteString("intValue", WholeNumber(usage)));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Attribute(Utf8JsonWriter writer, UsageField field, Action<Utf8JsonWriter> value)
    {
        writer.WriteStartObject();
        writer.WriteString("key", field.Name);
        writer.WriteStartObject("value");
        value(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Whole numbers of 64 bits are text in the JSON of Protocol Buffers.</summary>
    private static string WholeNumber(UsageEvent usage) =>
        usage.DurationMilliseconds.ToString(CultureInfo.InvariantCulture);
}
