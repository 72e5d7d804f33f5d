using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk.Hosting;

/// <summary>Answers <c>migrate/config</c> and <c>migrate/data</c>.</summary>
internal sealed class MigrationEndpoint(PluginHandlers handlers)
{
    public void Register(SessionRouter router)
    {
        var json = ProtocolJsonContext.Default;
        router.Serve(
            Methods.MigrateConfig,
            json.MigrateConfigParams,
            json.MigrateConfigResult,
            (call, _, _) =>
            {
                var old = JsonBinding.ObjectOrNothing(call.Config, "config");
                JsonObject config = old.ValueKind == JsonValueKind.Object ? JsonObject.Create(old)! : [];
                var migrated = Find(call.From, call.To).MigrateConfig(config);
                return Task.FromResult(new MigrateConfigResult(JsonBinding.ToElement(migrated)));
            }
        );
        router.Serve(
            Methods.MigrateData,
            json.MigrateDataParams,
            json.Empty,
            async (call, context, ct) =>
            {
                await Find(call.From, call.To).MigrateDataAsync(context.DataDirectory, ct);
                return Empty.Instance;
            }
        );
    }

    private Migration Find(string from, string to) =>
        handlers.Migrations.TryGetValue((from, to), out var create)
            ? create()
            : throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                $"The plugin has no migration from {from} to {to}: add it with AddMigration."
            );
}
