using System.Text.Json;

namespace Speckit.Protocol.Messages;

/// <summary>Exchanges data with another tool: <c>integration/sync</c>.</summary>
/// <param name="Direction"><c>push</c>, <c>pull</c> or <c>both</c>.</param>
/// <param name="Context">What is to be exchanged; a JSON object.</param>
/// <param name="Name">The integration, where a plugin has several.</param>
public sealed record IntegrationSyncParams(string Direction, JsonElement? Context = null, string? Name = null);

/// <summary>What was exchanged.</summary>
/// <param name="Created">How many items are new.</param>
/// <param name="Updated">How many items changed.</param>
/// <param name="Failed">How many items could not be exchanged.</param>
/// <param name="Message">A sentence for a person.</param>
public sealed record IntegrationSyncResult(int Created = 0, int Updated = 0, int Failed = 0, string? Message = null);
