using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Jp;

/// <summary><c>provides.hooks</c>: <c>{ event, handler | entrypoint, filter?, timeout?, fail? }</c>.</summary>
internal static class HookSection
{
    private const int MaxSeconds = 86_400;

    public static ImmutableArray<HookProvision> Read(Fields provides)
    {
        var declared = new Declared("hook", "remove one of them");
        var hooks = ImmutableArray.CreateBuilder<HookProvision>();
        foreach (var fields in provides.Sections("hooks"))
        {
            var hook = ReadOne(fields);
            if (hook.Event.Length > 0 && hook.Entrypoint.Path.Length > 0)
            {
                declared.Add($"{hook.Event} → {hook.Entrypoint} {hook.Filter?.ToJsonString()}".TrimEnd(), fields);
            }

            hooks.Add(hook);
        }

        return hooks.ToImmutable();
    }

    private static HookProvision ReadOne(Fields fields)
    {
        var @event = ReadEvent(fields);
        var entrypoint = ReadHandler(fields);
        var timeout = fields.Find("timeout")?.Duration("seconds", MaxSeconds, TimeSpan.FromSeconds);
        var stops = fields.Find("fail")?.OneOf("stop", "continue") == "stop";
        var filter = ReadFilter(fields);
        var deprecated = DeprecationReader.Read(fields);
        fields.Done();
        return new HookProvision(@event, entrypoint, timeout, stops, filter) { Deprecated = deprecated };
    }

    private static string ReadEvent(Fields fields)
    {
        if (fields.Require("event", "an event such as workflow.implement.completed") is not { } value)
        {
            return "";
        }

        if (value.Text() is not { } text)
        {
            return "";
        }

        if (EventPattern.Fault(text) is { } fault)
        {
            value.Problems.Add(
                ManifestDiagnostics.BadEvent.Error(
                    $"'{value.Path}' is '{Excerpt.Of(text)}', which {fault}; expected an event such as workflow.implement.completed.",
                    "'*' stands for one segment, '**' at the end for all that follow",
                    value.Location
                )
            );
        }

        return text;
    }

    // One key under two names (decisions, 24).
    private static Entrypoint ReadHandler(Fields fields)
    {
        var entrypoint = fields.Find("entrypoint");
        var handler = fields.Find("handler");
        if (entrypoint is not null && handler is not null)
        {
            fields.Problems.Add(
                ManifestDiagnostics.ConflictingKeys.Error(
                    $"'{fields.Path}' has both 'handler' and 'entrypoint', which mean the same; expected one of them.",
                    "remove 'entrypoint'",
                    entrypoint.KeyLocation
                )
            );
        }

        return (handler ?? entrypoint) is { } value
            ? EntrypointReader.Read(value) ?? EntrypointReader.None
            : EntrypointReader.Require(fields, "handler");
    }

    private static JsonObject? ReadFilter(Fields fields)
    {
        if (fields.Find("filter") is not { } value || value.Json() is not { } filter)
        {
            return null;
        }

        var allowed = filter.All(p =>
            IsScalar(p.Value) || (p.Value is JsonArray { Count: > 0 } any && any.All(IsScalar))
        );
        if (!allowed || filter.Count == 0)
        {
            value.Problems.Add(
                ManifestDiagnostics.WrongType.Error(
                    $"'{value.Path}' does not say what to compare; expected properties of the event, each with a value or a list of values.",
                    "for example: feature: checkout",
                    value.KeyLocation
                )
            );
        }

        return filter;
    }

    private static bool IsScalar(JsonNode? node) => node is null or JsonValue;
}
