using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Host;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Cli.Running;

/// <summary>Reads what follows a plugin command's name. Where the manifest declares arguments and options they are checked here, before
/// anything is started; where it declares none everything is passed on.</summary>
internal static class CallReader
{
    /// <summary>The call, or every mistake in it.</summary>
    internal static Result<CommandRunParams> Read(CommandProvision command, IReadOnlyList<string> tokens)
    {
        var reading = new Reading(command);
        for (var i = 0; i < tokens.Count; i++)
        {
            i += reading.Take(tokens[i], i + 1 < tokens.Count ? tokens[i + 1] : null);
        }

        return reading.Finish();
    }

    private sealed class Reading(CommandProvision command)
    {
        private readonly List<string> _arguments = [];
        private readonly Dictionary<string, JsonElement> _options = new(StringComparer.Ordinal);
        private readonly List<Diagnostic> _problems = [];
        private bool _onlyArguments;

        /// <summary>Takes a token; the result is 1 when the next one was its value.</summary>
        internal int Take(string token, string? next)
        {
            if (token == "--" && !_onlyArguments)
            {
                _onlyArguments = true;
                return 0;
            }

            if (_onlyArguments || !token.StartsWith("--", StringComparison.Ordinal))
            {
                _arguments.Add(token);
                return 0;
            }

            var equals = token.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? token[2..] : token[2..equals];
            var value = equals < 0 ? null : token[(equals + 1)..];
            return command.Options is { } declared
                ? TakeDeclared(declared, name, value, next)
                : TakeUndeclared(name, value, next);
        }

        internal Result<CommandRunParams> Finish()
        {
            CheckArguments();
            CheckRequiredOptions();
            return _problems.Count > 0
                ? Result<CommandRunParams>.Failure([.. _problems])
                : new CommandRunParams(command.Name, _arguments, _options);
        }

        private int TakeDeclared(
            ImmutableArray<ParameterDeclaration> declared,
            string name,
            string? value,
            string? next
        )
        {
            var option = declared.FirstOrDefault(o => o.Name == name);
            if (option is null)
            {
                Problem($"{command.Name} has no option --{name}", Guess(name, declared));
                return 0;
            }

            if (option.IsFlag)
            {
                _options.Remove(name);
                Set(name, value is null || value == "true");
                if (value is not (null or "true" or "false"))
                {
                    Problem($"--{name} is a flag and takes no value", $"write --{name}");
                }

                return 0;
            }

            if (value is null && (next is null || IsOption(declared, next)))
            {
                Problem($"--{name} needs a value", $"write --{name} VALUE, or --{name}=VALUE");
                return 0;
            }

            SetTyped(option, value ?? next!);
            return value is null ? 1 : 0;
        }

        private static bool IsOption(ImmutableArray<ParameterDeclaration> declared, string token) =>
            token == "--"
            || (
                token.StartsWith("--", StringComparison.Ordinal)
                && declared.Any(o => o.Name == token[2..].Split('=')[0])
            );

        private void SetTyped(ParameterDeclaration option, string value)
        {
            if (
                option.Type == ParameterType.Integer
                && !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            )
            {
                Problem($"--{option.Name} needs a whole number, not '{value}'", $"write --{option.Name} 10");
                return;
            }

            Set(option.Name, value);
        }

        private int TakeUndeclared(string name, string? value, string? next)
        {
            var takesNext = value is null && next is not null && !next.StartsWith("--", StringComparison.Ordinal);
            if (value is not null || takesNext)
            {
                Set(name, value ?? next!);
            }
            else
            {
                Set(name, true);
            }

            return takesNext ? 1 : 0;
        }

        private void CheckArguments()
        {
            if (command.Arguments is not { } declared)
            {
                return;
            }

            foreach (var missing in declared.Skip(_arguments.Count).Where(a => a.Required && a.Default is null))
            {
                Problem($"{command.Name} needs the argument <{missing.Name}>: {missing.Description}", Usage(declared));
            }

            foreach (var extra in _arguments.Skip(declared.Length))
            {
                Problem($"{command.Name} takes no argument '{extra}'", Usage(declared));
            }

            _arguments.AddRange(
                declared.Skip(_arguments.Count).Select(a => a.Default).TakeWhile(d => d is not null).Select(d => d!)
            );
        }

        private void CheckRequiredOptions()
        {
            foreach (var option in command.Options ?? [])
            {
                if (_options.ContainsKey(option.Name) || option.IsFlag)
                {
                    continue;
                }

                if (option.Default is { } value)
                {
                    Set(option.Name, value);
                }
                else if (option.Required)
                {
                    Problem($"{command.Name} needs the option --{option.Name}: {option.Description}");
                }
            }
        }

        private void Set(string name, JsonNode value)
        {
            if (_options.TryGetValue(name, out var earlier))
            {
                // Given twice: a list of both.
                JsonNode[] before =
                    earlier.ValueKind == JsonValueKind.Array
                        ? [.. earlier.EnumerateArray().Select(e => JsonNode.Parse(e.GetRawText())!)]
                        : [JsonNode.Parse(earlier.GetRawText())!];
                value = new JsonArray([.. before, value]);
            }

            using var document = JsonDocument.Parse(value.ToJsonString());
            _options[name] = document.RootElement.Clone();
        }

        private string Usage(ImmutableArray<ParameterDeclaration> declared)
        {
            var words = declared.Select(a => a.Required && a.Default is null ? $"<{a.Name}>" : $"[{a.Name}]");
            return $"usage: {command.Name} {string.Join(' ', words)}";
        }

        private static string Guess(string name, ImmutableArray<ParameterDeclaration> declared) =>
            Suggestion.Closest(name, declared.Select(o => o.Name)) is { } guess
                ? $"did you mean --{guess}?"
                : $"it has: {string.Join(", ", declared.Select(o => "--" + o.Name))}";

        private void Problem(string message, string? hint = null) =>
            _problems.Add(HostDiagnostics.CommandUsage.Error(message, hint));
    }
}
